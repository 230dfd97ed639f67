// Believes that after a frame which is too large the next one can be found.
//
// Replaces: echo.go
// Caught by: TestEchoStopsAtALie
// Says: nobody knows where the next frame begins

package frames

import (
	"errors"
	"fmt"
	"io"
)

func Echo(conn Conn, max int) error {
	frames := NewReader(conn, max)
	for {
		payload, err := frames.Next()
		if err == io.EOF {
			return conn.CloseWrite()
		}
		if errors.Is(err, ErrTooLarge) {
			continue
		}
		if err != nil {
			return fmt.Errorf("echo: %w", err)
		}
		if err := Write(conn, payload, max); err != nil {
			return fmt.Errorf("echo: answer: %w", err)
		}
	}
}
