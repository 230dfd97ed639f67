// Believes that a request ends where the stream ends.
//
// Replaces: echo.go
// Caught by: TestEchoAnswersAtOnce
// Says: an answer is due when a frame has come

package frames

import (
	"fmt"
	"io"
)

func Echo(conn Conn, max int) error {
	frames := NewReader(conn, max)
	var heard [][]byte
	for {
		payload, err := frames.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return fmt.Errorf("echo: %w", err)
		}
		heard = append(heard, payload)
	}
	for _, payload := range heard {
		if err := Write(conn, payload, max); err != nil {
			return fmt.Errorf("echo: answer: %w", err)
		}
	}
	return conn.CloseWrite()
}
