// Believes that an error is its text.
//
// Replaces: calls.go
// Caught by: TestCallsKeepTheError, TestAskKeepsTheError
// Says: the system's own error is lost

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
			return fmt.Errorf("%d of %d bytes sent: %v", len(p)-len(rest), len(p), err)
		}
		rest = rest[n:]
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
			return 0, fmt.Errorf("receive: %v", err)
		}
		return n, nil
	}
}
