package stream

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"time"
)

// bufferSize is what one connection may have in flight inside the server, in
// bytes. It bounds memory, not messages: a stream has none. A loopback segment
// carries up to 64 KiB, and a smaller buffer costs a system call for each part
// of it.
const bufferSize = 64 << 10

// serveConn echoes one connection to its end and closes it.
func (s *Server) serveConn(ctx context.Context, conn *net.TCPConn) {
	leave, err := s.admit(conn)
	if err != nil {
		return
	}
	defer leave()

	hangUp := func() { _ = conn.Close() } // Read and Write report it
	defer hangUp()
	defer context.AfterFunc(s.closed, hangUp)()

	s.logf("%v: connected", conn.RemoteAddr())
	n, err := s.echo(ctx, conn)
	late := errors.Is(err, os.ErrDeadlineExceeded)
	switch {
	case err == errMost:
		_ = s.linger(conn) // it has had its bytes, and may read them
	case late && ctx.Err() != nil:
		err = s.linger(conn)
	case late:
		// After a plain close the kernel goes on for minutes to deliver what
		// this client does not read. With a linger time of 0, close sends RST
		// and frees it (socket(7), SO_LINGER).
		_ = conn.SetLinger(0)
	}
	if err == io.EOF {
		s.logf("%v: finished, %d bytes echoed", conn.RemoteAddr(), n)
	} else {
		s.logf("%v: dropped, %d bytes echoed: %v", conn.RemoteAddr(), n, err)
	}
}

// echo writes back whatever it reads, as it comes, and returns the number of
// bytes echoed and why it ended: io.EOF when the client has finished sending.
// A client that sends but does not read fills the buffers between the two;
// then Write waits, and so the client's own writes do.
func (s *Server) echo(ctx context.Context, conn *net.TCPConn) (echoed int64, err error) {
	drain := func() { _ = conn.SetReadDeadline(time.Now().Add(quiet)) }
	defer context.AfterFunc(ctx, drain)()

	buf := make([]byte, bufferSize)
	for room := s.room(0); room > 0; room = s.room(echoed) {
		// This fails only on a closed connection, which Read reports.
		_ = conn.SetReadDeadline(time.Now().Add(s.IdleTimeout))
		if ctx.Err() != nil {
			drain() // AfterFunc may have run before the line above
		}
		n, err := hear(ctx, conn, buf[:room])
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
	return echoed, errMost
}

// linger ends the sending direction and reads on, to nowhere, until the client
// ends its own. To close with bytes unread makes the kernel send RST (RFC 9293
// section 3.6.1), and echoed bytes that have not reached the client are lost.
func (s *Server) linger(conn *net.TCPConn) error {
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
