package securestream

import (
	"context"
	"crypto/tls"
	"net"
	"sync"
	"time"
)

// linkTime is how long the two ends of an example's connection last, in all.
const linkTime = 10 * time.Second

// A linkEnd is one end of a TCP connection, and keeps what was written to it:
// the bytes that cross, which anyone on the path can read.
type linkEnd struct {
	*net.TCPConn

	mu   sync.Mutex
	sent []byte
}

// Write keeps and writes p. It is tls.Conn that calls it, with whole records.
func (e *linkEnd) Write(p []byte) (int, error) {
	e.mu.Lock()
	e.sent = append(e.sent, p...)
	e.mu.Unlock()
	return e.TCPConn.Write(p)
}

// crossed is what has been written so far.
func (e *linkEnd) crossed() []byte {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.sent[:len(e.sent):len(e.sent)]
}

// overLink plays a scene on the two ends of one connection over loopback, and
// closes both. When ctx ends they are closed under it, and ctx's cause is the
// result.
func overLink(ctx context.Context, play func(client, server *linkEnd) error) error {
	client, server, err := linkPair(ctx)
	if err != nil {
		return err
	}
	hangUp := func() {
		_ = client.Close() // the scene may have closed it
		_ = server.Close()
	}
	defer hangUp()
	defer context.AfterFunc(ctx, hangUp)()
	// These fail only on a closed connection, which play will notice.
	_ = client.SetDeadline(time.Now().Add(linkTime))
	_ = server.SetDeadline(time.Now().Add(linkTime))
	err = play(&linkEnd{TCPConn: client}, &linkEnd{TCPConn: server})
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// linkPair connects. The listener is closed again: the ends need it no more.
func linkPair(ctx context.Context) (client, server *net.TCPConn, err error) {
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
	// Accept does not wait: the kernel has completed TCP's handshake already.
	server, err = ln.AcceptTCP()
	if err != nil {
		_ = conn.Close()
		return nil, nil, err
	}
	return conn.(*net.TCPConn), server, nil
}

// linkShake does both parts of a handshake, and says how each end took it.
func linkShake(client, server *tls.Conn) (clientErr, serverErr error) {
	took := make(chan error, 1)
	go func() { took <- server.Handshake() }() // the link's deadline ends it
	clientErr = client.Handshake()
	return clientErr, <-took
}

// linkSay writes text at one end and returns what the other reads of it.
func linkSay(from, to *tls.Conn, text string) (string, error) {
	if _, err := from.Write([]byte(text)); err != nil {
		return "", err
	}
	heard := make([]byte, len(text)) // short enough for one record
	n, err := to.Read(heard)
	return string(heard[:n]), err
}
