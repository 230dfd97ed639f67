// Believes that the end of the stream is an error of the call.
//
// Replaces: calls.go
// Caught by: TestInterrupted, TestEcho, TestAsk
// Says: 0 bytes are the end of the stream

package byhand

import (
	"errors"
	"fmt"
	"io"
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
		n, err := sys.Recv(conn, p)
		if errors.Is(err, Interrupted) {
			continue
		}
		if err != nil {
			return 0, fmt.Errorf("receive: %w", err)
		}
		if n == 0 {
			return 0, io.EOF
		}
		return n, nil
	}
}
