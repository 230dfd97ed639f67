// Does not look at what CloseWrite returns.
//
// Replaces: echo.go
// Caught by: TestEchoHalfCloses
// Says: a half-close can fail

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
			conn.CloseWrite()
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
