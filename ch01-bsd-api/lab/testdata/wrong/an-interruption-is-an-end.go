// Believes that a recv which brings nothing is at the end.
//
// Replaces: calls.go
// Caught by: TestInterrupted, TestEcho
// Says: has not failed, and is no end

package byhand

import (
	"errors"
	"fmt"
)

func SendAll(sys System, conn Socket, p []byte) error {
	for rest := p; len(rest) > 0; {
		n, err := sys.Send(conn, rest)
		if errors.Is(err, Interrupted) {
			continue
		}
		if err != nil {
			return fmt.Errorf("%d of %d bytes sent: %w", len(p)-len(rest), len(p), err)
		}
		rest = rest[n:]
	}
	return nil
}

func Receive(sys System, conn Socket, p []byte) (int, error) {
	for {
		n, _ := sys.Recv(conn, p)
		return max(n, 0), nil
	}
}
