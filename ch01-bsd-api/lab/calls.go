package byhand

import (
	"errors"
	"fmt"
)

// SendAll sends all of p, with as many calls of Send as that takes; one that
// was Interrupted is made again.
//
// Errors: Send's own, wrapped, after which nothing more is sent.
func SendAll(sys System, conn Socket, p []byte) error {
	// BEGIN SOLUTION: send the rest until there is none
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
	// END SOLUTION
}

// Receive waits for bytes and returns how many have come to the beginning of
// p, at least one; 0 is the end of the stream and no error. A call that was
// Interrupted is made again.
//
// Errors: Recv's own, wrapped.
func Receive(sys System, conn Socket, p []byte) (int, error) {
	// BEGIN SOLUTION: receive until the call is not interrupted
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
	// END SOLUTION
}
