package unixdomain

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
