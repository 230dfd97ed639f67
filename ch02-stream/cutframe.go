package stream

import (
	"context"
	"fmt"
	"io"
	"net"
	"time"
)

// CutFrame ends a stream of frames in every way there is, once where it may
// end and then where it may not.
func CutFrame(ctx context.Context, out io.Writer) error {
	whole := AppendFrame(nil, []byte("whole"))
	inside := AppendFrame(nil, []byte("half of it"))[:prefixSize+4]
	return overLoopback(ctx, out,
		ending("a whole frame, then Close", whole, (*net.TCPConn).Close),
		ending("two bytes of a prefix, then Close", whole[:2], (*net.TCPConn).Close),
		ending("half a frame, then Close", inside, (*net.TCPConn).Close),
		ending("half a frame, then a reset", inside, reset),
		ending("half a frame, then silence", inside, func(*net.TCPConn) error { return nil }),
	)
}

// ending sends the bytes of sent and then ends the client's side with end.
func ending(how string, sent []byte, end func(*net.TCPConn) error) scene {
	return func(client, server *net.TCPConn, out io.Writer) error {
		fmt.Fprintln(out, "client:", how)
		if _, err := client.Write(sent); err != nil {
			return err
		}
		if err := end(client); err != nil {
			return err
		}
		// A peer whose machine died sends nothing more, and no EOF either:
		// only a deadline finds out.
		_ = server.SetReadDeadline(time.Now().Add(300 * time.Millisecond))
		var frame []byte
		for {
			var err error
			if frame, err = ReadFrame(server, frame, 1024); err != nil {
				fmt.Fprintf(out, "server: %v\n", err)
				return nil
			}
			fmt.Fprintf(out, "server: frame %q\n", frame)
		}
	}
}

// reset closes conn with RST in place of FIN, as the kernel does for a process
// that ends with bytes unread: SO_LINGER with a time of 0 (socket(7)). Bytes
// still unsent are thrown away.
func reset(conn *net.TCPConn) error {
	if err := conn.SetLinger(0); err != nil {
		return err
	}
	return conn.Close()
}
