// Half-closes on the way out, however it went.
//
// Replaces: echo.go
// Caught by: TestEchoStopsAtOnce
// Says: after an error Echo does not say so

package frames

import (
	"fmt"
	"io"
)

func Echo(conn Conn, max int) error {
	defer conn.CloseWrite()
	frames := NewReader(conn, max)
	for {
		payload, err := frames.Next()
		if err == io.EOF {
			return conn.CloseWrite()
		}
		if err != nil {
			return fmt.Errorf("echo: %w", err)
		}
		if err := Write(conn, payload, max); err != nil {
			return fmt.Errorf("echo: answer: %w", err)
		}
	}
}
