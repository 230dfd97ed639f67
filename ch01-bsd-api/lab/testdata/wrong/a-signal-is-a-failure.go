// Believes that a call which was interrupted has failed.
//
// Replaces: calls.go
// Caught by: TestInterrupted
// Says: make it again

package byhand

import (
	"fmt"
)

func SendAll(sys System, conn Socket, p []byte) error {
	for rest := p; len(rest) > 0; {
		n, err := sys.Send(conn, rest)
		if err != nil {
			return fmt.Errorf("%d of %d bytes sent: %w", len(p)-len(rest), len(p), err)
		}
		rest = rest[n:]
	}
	return nil
}

func Receive(sys System, conn Socket, p []byte) (int, error) {
	for {
		n, err := sys.Recv(conn, p)
		if err != nil {
			return 0, fmt.Errorf("receive: %w", err)
		}
		return n, nil
	}
}
