package stream

import (
	"context"
	"net"
)

// withPair runs f on the two ends of one connection over loopback, and closes
// both. When ctx ends they are closed under f, which wakes any Read or Write
// it waits in, and ctx's cause is the result.
func withPair(ctx context.Context, f func(client, server *net.TCPConn) error) error {
	client, server, err := pair(ctx)
	if err != nil {
		return err
	}
	hangUp := func() {
		_ = client.Close() // f may have closed it
		_ = server.Close()
	}
	defer hangUp()
	defer context.AfterFunc(ctx, hangUp)()
	err = f(client, server)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// pair connects. The listener is closed again: the two ends need it no more.
func pair(ctx context.Context) (client, server *net.TCPConn, err error) {
	ln, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return nil, nil, err
	}
	defer ln.Close()
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", ln.Addr().String())
	if err != nil {
		return nil, nil, err
	}
	// Accept does not wait: the kernel completed the handshake before connect
	// returned, and the connection is in the listener's queue.
	server, err = ln.AcceptTCP()
	if err != nil {
		_ = conn.Close()
		return nil, nil, err
	}
	return conn.(*net.TCPConn), server, nil
}
