// Believes that a Write always succeeds.
//
// Replaces: echo.go
// Caught by: TestEchoReportsAFailedAnswer
// Says: an answer that cannot be sent ends the conversation

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
			return conn.CloseWrite()
		}
		if err != nil {
			return fmt.Errorf("echo: %w", err)
		}
		_ = Write(conn, payload, max)
	}
}
