package stream

import (
	"context"
	"net"
	"sync"
)

// serveGoroutines gives each connection a goroutine. The code is that of the
// iterative server, one connection and blocking calls; the runtime turns it
// into an event loop: a Read that finds nothing parks the goroutine, and one
// poller (epoll, kqueue, IOCP) wakes it. An idle connection costs a stack and
// a buffer.
func serveGoroutines(ctx context.Context, ln *net.TCPListener) error {
	late, stop := later(ctx)
	defer stop()
	defer ln.Close()
	defer context.AfterFunc(ctx, func() { _ = ln.Close() })()
	var open sync.WaitGroup
	defer open.Wait()
	for {
		conn, err := ln.AcceptTCP()
		if err != nil {
			return unlessEnded(ctx, err)
		}
		open.Go(func() { echoToEnd(late, conn) })
	}
}
