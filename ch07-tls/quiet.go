package securestream

import (
	"context"
	"errors"
	"net"
	"os"
	"time"
)

// quiet is how long a client may be silent, once the server is draining,
// before the server takes it that the client has said what it had to say.
const quiet = 100 * time.Millisecond

// hear is conn.Read, for a server that may be draining. A Read whose deadline
// has passed returns before it looks at the socket: on a busy machine it may
// be the server that is late, and what the client has sent is waiting for it.
// So the server listens a second time before it takes a client for silent.
func hear(ctx context.Context, conn net.Conn, buf []byte) (int, error) {
	n, err := conn.Read(buf)
	if ctx.Err() == nil || !errors.Is(err, os.ErrDeadlineExceeded) {
		return n, err
	}
	_ = conn.SetReadDeadline(time.Now().Add(quiet)) // as in echo
	return conn.Read(buf)
}

// A doorstep is a connection on which nothing has come yet. When the server
// drains, who is silent there is given up; who has begun a handshake is not, for
// in TLS 1.3 the client is done with it first, and may have sent something that
// it takes for delivered.
type doorstep struct {
	*net.TCPConn
	ctx   context.Context // ends when the server begins to drain
	begun bool            // Read's own: crypto/tls calls one at a time
}

func (d *doorstep) Read(b []byte) (int, error) {
	if d.begun {
		return d.TCPConn.Read(b)
	}
	set := make(chan struct{})
	stop := context.AfterFunc(d.ctx, func() {
		defer close(set)
		_ = d.SetReadDeadline(time.Now().Add(quiet)) // Read reports what is wrong
	})
	n, err := hear(d.ctx, d.TCPConn, b)
	if !stop() {
		<-set
	}
	d.begun = n > 0
	_ = d.SetReadDeadline(time.Time{})
	return n, err
}
