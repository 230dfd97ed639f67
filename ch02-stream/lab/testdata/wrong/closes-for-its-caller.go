// Believes that whoever reads the end of a connection closes it.
//
// Replaces: echo.go
// Caught by: TestEchoHalfCloses
// Says: the connection is its caller's to close

package frames

import (
	"fmt"
	"io"
)

func Echo(conn Conn, max int) error {
	defer conn.Close()
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
