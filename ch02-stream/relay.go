package stream

import (
	"context"
	"io"
	"net"
)

// Relay joins two connections: what arrives on one leaves on the other, both
// ways, until both directions have ended. It closes both and returns nil, the
// first error of either, or ctx's cause.
//
// What ends a direction is passed on as what it was. FIN becomes FIN, and the
// other direction goes on (RFC 9293 section 3.6, half-close). An error becomes
// RST, on both sides: a FIN would tell a receiver that it has got everything.
//
// Relay sets no deadline. Set those of a and b first.
func Relay(ctx context.Context, a, b *net.TCPConn) error {
	defer a.Close()
	defer b.Close()
	abort := func() { _, _ = reset(a), reset(b) } // fails only where closed already
	defer context.AfterFunc(ctx, abort)()

	ended := make(chan error, 2)
	go func() { ended <- pass(b, a) }()
	go func() { ended <- pass(a, b) }()
	var first error
	for range 2 {
		if err := <-ended; err != nil && first == nil {
			first = err
			abort() // wakes the other direction
		}
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return first
}

// pass copies src to dst up to its end and passes the end on. From one TCP
// connection to another, io.Copy uses splice(2) on Linux: the bytes go through
// a pipe inside the kernel and never enter this process. Elsewhere it copies
// through a buffer of 32 KiB. Neither pipe nor buffer grows, so a receiver that
// is slow slows the sender down through the relay as well.
func pass(dst, src *net.TCPConn) error {
	if _, err := io.Copy(dst, src); err != nil {
		return err
	}
	return dst.CloseWrite()
}

// relayCareless is the mistake: it takes the end of one direction for the end
// of the conversation. It works until a client says that it has finished.
func relayCareless(_ context.Context, a, b *net.TCPConn) error {
	ended := make(chan error, 2)
	copied := func(dst, src *net.TCPConn) {
		_, err := io.Copy(dst, src)
		ended <- err
	}
	go copied(b, a)
	go copied(a, b)
	err := <-ended
	_, _ = a.Close(), b.Close()
	<-ended // the other direction: cut short, and nobody asks
	return err
}
