// Takes a half-close for the end of the conversation; what is still to be answered is dropped.
//
// Replaces: echo.go
// Caught by: TestEchoAnswersAfterHalfClose
// Says: a peer that half-closes still gets every answer, in order

package frames

import (
	"fmt"
	"io"
)

func Echo(conn Conn, max int) error {
	frames := NewReader(conn, max)
	failed := make(chan error, 1)
	for {
		payload, err := frames.Next()
		if err == io.EOF {
			return conn.CloseWrite()
		}
		if err != nil {
			return fmt.Errorf("echo: %w", err)
		}
		go func() { // the next frame need not wait for this answer
			if err := Write(conn, payload, max); err != nil {
				select {
				case failed <- err:
				default:
				}
			}
		}()
		select {
		case err := <-failed:
			return fmt.Errorf("echo: answer: %w", err)
		default:
		}
	}
}
