package batching

import (
	"context"
	"fmt"
	"io"
)

// Sendfile counts what io.Copy asks of the kernel on the way from a file, or
// from another connection, to a TCP connection. A *net.TCPConn has a ReadFrom
// that io.Copy prefers to a buffer of its own; it uses sendfile(2) for a file
// and splice(2) for a stream socket, and the bytes never enter the program.
func Sendfile(ctx context.Context, out io.Writer) error {
	acts, err := traced(ctx, "sendfile")
	if err != nil {
		return err
	}
	for _, act := range acts {
		fmt.Fprintln(out, act.title)
		inside := 0 // bytes that went through the program's memory
		for _, t := range act.count() {
			fmt.Fprintf(out, "kernel: about %d × %s, %d bytes\n", t.calls, t.name, t.bytes)
			if t.name == "read" {
				inside += t.bytes
			}
		}
		fmt.Fprintf(out, "client: %d bytes came through its memory\n", inside)
	}
	return nil
}
