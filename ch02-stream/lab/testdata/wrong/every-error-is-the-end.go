// Believes that an error on a connection is the usual way to end one.
//
// Replaces: echo.go
// Caught by: TestEchoReportsTheCut, TestEchoStopsAtALie
// Says: a conversation that breaks off inside a frame has not ended well

package frames

import (
	"fmt"
)

func Echo(conn Conn, max int) error {
	frames := NewReader(conn, max)
	for {
		payload, err := frames.Next()
		if err != nil {
			return conn.CloseWrite()
		}
		if err := Write(conn, payload, max); err != nil {
			return fmt.Errorf("echo: answer: %w", err)
		}
	}
}
