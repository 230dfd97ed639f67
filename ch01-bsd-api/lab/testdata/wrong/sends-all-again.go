// Believes that a send which was short is to be made again.
//
// Replaces: calls.go
// Caught by: TestSendAll
// Says: a loop needs a way out

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
		if n == len(rest) {
			break
		}
		rest = p
	}
	return nil
}

func Receive(sys System, conn Socket, p []byte) (int, error) {
	for {
		n, err := sys.Recv(conn, p)
		if errors.Is(err, Interrupted) {
			continue
		}
		if err != nil {
			return 0, fmt.Errorf("receive: %w", err)
		}
		return n, nil
	}
}
