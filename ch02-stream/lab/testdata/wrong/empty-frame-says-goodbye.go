// Takes an empty frame for a goodbye.
//
// Replaces: echo.go
// Caught by: TestEchoAnswersAtOnce
// Says: an empty frame is a message like any other

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
		if len(payload) == 0 {
			return conn.CloseWrite()
		}
		if err := Write(conn, payload, max); err != nil {
			return fmt.Errorf("echo: answer: %w", err)
		}
	}
}
