// Believes that the peer knows by itself when the answers are over.
//
// Replaces: echo.go
// Caught by: TestEchoHalfCloses
// Says: only a half-close tells the peer that this was all

package frames

import (
	"fmt"
	"io"
)

func Echo(conn Conn, max int) error {
	frames := NewReader(conn, max)
	for {
		payload, err := frames.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("echo: %w", err)
		}
		if err := Write(conn, payload, max); err != nil {
			return fmt.Errorf("echo: answer: %w", err)
		}
	}
}
