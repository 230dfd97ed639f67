package stream

import (
	"context"
	"net"
	"time"
)

// The server shapes have one signature, so that one load can be put on all:
//
//	func(ctx context.Context, ln *net.TCPListener) error
//
// Each echoes on the connections of ln until ctx ends. Then it accepts no
// more, gives the open connections lastWords to end by themselves, and returns
// nil. ln is the server's to close. They are here to be compared: Server has
// the bounds that they lack.

// lastWords is what a shape's connections have to end in, once ctx has ended.
const lastWords = 500 * time.Millisecond

// serveIterative serves one client to its end, then the next: no threads, no
// locks, no state to share, and everybody else waits in the accept queue.
func serveIterative(ctx context.Context, ln *net.TCPListener) error {
	late, stop := later(ctx)
	defer stop()
	defer ln.Close()
	defer context.AfterFunc(ctx, func() { _ = ln.Close() })() // ends AcceptTCP
	for {
		conn, err := ln.AcceptTCP()
		if err != nil {
			return unlessEnded(ctx, err)
		}
		echoToEnd(late, conn)
	}
}

// echoToEnd returns when the client has ended its direction, the connection
// is broken, or ctx ends.
func echoToEnd(ctx context.Context, conn net.Conn) {
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })() // ends Read and Write
	buf := make([]byte, 4<<10)
	for {
		n, err := conn.Read(buf)
		if err != nil {
			return
		}
		if _, err := conn.Write(buf[:n]); err != nil {
			return
		}
	}
}

// later returns a context that ends lastWords after ctx. stop ends it at once.
func later(ctx context.Context) (late context.Context, stop func()) {
	late, cancel := context.WithCancel(context.WithoutCancel(ctx))
	off := context.AfterFunc(ctx, func() { time.AfterFunc(lastWords, cancel) })
	return late, func() { off(); cancel() }
}

// unlessEnded is nil if ctx has ended: then err is how the server learned it.
func unlessEnded(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}
