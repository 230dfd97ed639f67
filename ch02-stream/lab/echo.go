package frames

import (
	"fmt"
	"io"
)

// Echo answers every frame that comes on conn with the same frame, at once and
// in order, until the peer has finished sending. Then it ends its own
// direction, so that the peer knows that this was all, and returns nil.
//
// Any other end is an error, returned at once: Next's, Write's or
// CloseWrite's; after it conn is not half-closed, which would say that all went
// well. Either way conn stays open; to close it is for the caller, who opened
// it.
func Echo(conn Conn, max int) error {
	// BEGIN SOLUTION: answer frame after frame, then half-close
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
	// END SOLUTION
}
