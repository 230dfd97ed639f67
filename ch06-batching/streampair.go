package batching

import (
	"context"
	"errors"
	"net"
	"time"
)

// pairTime is how long the two ends of an example's connection last, in all.
const pairTime = 10 * time.Second

// withStream runs f on the two ends of a TCP connection over loopback and
// closes them. When ctx ends they are closed under f, which wakes any call it
// waits in, and ctx's cause is the result.
func withStream(ctx context.Context, f func(client, server *net.TCPConn) error) error {
	client, server, err := newStream()
	if err != nil {
		return err
	}
	closeBoth := func() {
		_ = client.Close()
		_ = server.Close() // f may have closed either
	}
	defer closeBoth()
	defer context.AfterFunc(ctx, closeBoth)()
	err = f(client, server)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// newStream connects a client to a listener that is there for it alone.
func newStream() (client, server *net.TCPConn, err error) {
	ln, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return nil, nil, err
	}
	defer ln.Close()
	client, err = net.DialTCP("tcp", nil, ln.Addr().(*net.TCPAddr))
	if err != nil {
		return nil, nil, err
	}
	// The handshake is over, so that this does not wait.
	server, err = ln.AcceptTCP()
	if err != nil {
		_ = client.Close() // the first error is the one to tell
		return nil, nil, err
	}
	end := time.Now().Add(pairTime)
	return client, server, errors.Join(client.SetDeadline(end), server.SetDeadline(end))
}
