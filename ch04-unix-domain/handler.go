package unixdomain

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"time"
)

// bufferSize is what one connection may have in flight inside the server, in
// bytes. It bounds memory, not messages: a stream has none.
const bufferSize = 64 << 10

// serveConn echoes one connection to its end and closes it. A client that does
// not read needs no reset: what was written lies in its own queue, not ours.
func (s *Server) serveConn(ctx context.Context, conn *net.UnixConn) {
	hangUp := func() { _ = conn.Close() } // Read and Write report it
	defer hangUp()
	defer context.AfterFunc(s.closed, hangUp)()

	client := s.clients.Add(1)
	s.logf("client %d: connected", client)
	n, err := s.echo(ctx, conn)
	if errors.Is(err, os.ErrDeadlineExceeded) && ctx.Err() != nil {
		err = s.linger(conn)
	}
	if err == io.EOF {
		s.logf("client %d: finished, %d bytes echoed", client, n)
	} else {
		s.logf("client %d: dropped, %d bytes echoed: %v", client, n, err)
	}
}

// echo writes back whatever it reads, as it comes, and returns the number of
// bytes echoed and why it ended: io.EOF when the client has finished sending.
// A client that sends but does not read fills its own receive queue; then
// Write waits, and so the client's own writes do.
func (s *Server) echo(ctx context.Context, conn *net.UnixConn) (echoed int64, err error) {
	drain := func() { _ = conn.SetReadDeadline(time.Now().Add(quiet)) }
	defer context.AfterFunc(ctx, drain)()

	buf := make([]byte, bufferSize)
	for {
		// This fails only on a closed connection, which Read reports.
		_ = conn.SetReadDeadline(time.Now().Add(s.IdleTimeout))
		if ctx.Err() != nil {
			drain() // AfterFunc may have run before the line above
		}
		n, err := hear(ctx, conn, buf)
		if err != nil {
			return echoed, err
		}
		_ = conn.SetWriteDeadline(time.Now().Add(s.IdleTimeout))
		n, err = conn.Write(buf[:n])
		echoed += int64(n)
		if err != nil {
			return echoed, err
		}
	}
}

// linger ends the sending direction and reads on, to nowhere, until the client
// ends its own. To close with bytes unread makes the client's next read fail
// with ECONNRESET on Linux, where it should see the end of the stream.
func (s *Server) linger(conn *net.UnixConn) error {
	if err := conn.CloseWrite(); err != nil {
		return err
	}
	_ = conn.SetReadDeadline(time.Now().Add(s.DrainTimeout))
	if _, err := io.Copy(io.Discard, conn); err != nil {
		return err
	}
	return io.EOF
}

func (s *Server) logf(format string, args ...any) {
	if s.Log != nil {
		s.Log.Printf(format, args...)
	}
}
