package stream

import (
	"context"
	"io"
	"net"
	"time"
)

// allotted is how long the two ends of an example's connection last, in all.
const allotted = 10 * time.Second

// A scene is what happens between the two ends of one connection.
type scene func(client, server *net.TCPConn, out io.Writer) error

// overLoopback plays each scene on a connection of its own. Should ctx end
// first, every Read and Write of the scene fails, and ctx's cause is returned.
func overLoopback(ctx context.Context, out io.Writer, scenes ...scene) error {
	for _, play := range scenes {
		err := withPair(ctx, func(client, server *net.TCPConn) error {
			_ = client.SetDeadline(time.Now().Add(allotted))
			_ = server.SetDeadline(time.Now().Add(allotted)) // both fail only on a closed connection
			return play(client, server, out)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// finish closes conn and returns once the peer's kernel has acknowledged
// everything written, the end of the stream included: whatever the peer reads
// from then on was all there before it read. close(2) waits for the
// acknowledgement when SO_LINGER gives it a time to wait (socket(7)). That
// close waits on a non-blocking socket too is Linux's way; elsewhere finish
// may return earlier.
func finish(conn *net.TCPConn) error {
	if err := conn.SetLinger(int(allotted / time.Second)); err != nil {
		return err
	}
	return conn.Close()
}

// A tap is a reader that hands whatever each Read brings to saw.
type tap struct {
	io.Reader
	saw func(p []byte)
}

func (t tap) Read(p []byte) (int, error) {
	n, err := t.Reader.Read(p)
	if n > 0 {
		t.saw(p[:n])
	}
	return n, err
}
