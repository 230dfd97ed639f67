// Answers from a goroutine behind a queue, and learns late that it failed.
//
// Replaces: echo.go
// Caught by: TestEchoReportsAFailedAnswer
// Says: at once, not when the next frame comes

package frames

import (
	"fmt"
	"io"
)

func Echo(conn Conn, max int) (ret error) {
	frames := NewReader(conn, max)
	q := make(chan []byte, 64)
	done := make(chan error, 1)
	go func() {
		var err error
		for p := range q {
			if err == nil {
				err = Write(conn, p, max)
			}
		}
		done <- err
	}()
	defer func() {
		close(q)
		if e := <-done; e != nil {
			ret = e
		} else if ret == nil {
			ret = conn.CloseWrite()
		}
	}()
	for {
		payload, err := frames.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("echo: %w", err)
		}
		q <- payload
	}
}
