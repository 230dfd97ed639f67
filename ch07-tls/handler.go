package securestream

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"time"
)

// bufferSize is what one connection may have in flight inside the server, in
// bytes: one record of TLS (RFC 8446 section 5.1), more than which Read never
// returns.
const bufferSize = 16 << 10

// serveConn shakes hands, echoes one connection to its end and closes it. All
// of that is done here, in a goroutine of its own: a client that connects and
// is silent must keep nobody else waiting.
func (s *Server) serveConn(ctx context.Context, raw *net.TCPConn) {
	leave, err := s.admit(raw)
	if err != nil {
		return
	}
	defer leave()

	// Not tls.Conn's Close, which would write, and wait to: Read reports it.
	hangUp := func() { _ = raw.Close() }
	defer hangUp()
	defer context.AfterFunc(s.closed, hangUp)()

	conn := tls.Server(&doorstep{TCPConn: raw, ctx: ctx}, s.config)
	who, err := s.greet(ctx, conn)
	if err != nil {
		s.logf("%v: no handshake: %v", raw.RemoteAddr(), err)
		return
	}
	s.logf("%v: connected, %s", raw.RemoteAddr(), who)
	n, err := s.echo(ctx, conn)
	switch late := errors.Is(err, os.ErrDeadlineExceeded); {
	case err == errMost:
		_ = s.linger(conn) // it has had its bytes, and may read them
	case late && ctx.Err() != nil:
		err = s.linger(conn)
	case late:
		_ = raw.SetLinger(0) // RST: nothing is to wait for this client
	case err == io.EOF:
		_ = conn.Close() // close_notify: our side has finished as well
	}
	if err == io.EOF {
		s.logf("%v: finished, %d bytes echoed", raw.RemoteAddr(), n)
	} else {
		s.logf("%v: dropped, %d bytes echoed: %v", raw.RemoteAddr(), n, err)
	}
}

// greet shakes hands and says with whom. A draining server waits for the
// handshakes that have begun, but at its doorstep not for those who are silent.
func (s *Server) greet(ctx context.Context, conn *tls.Conn) (who string, err error) {
	limited, stop := context.WithTimeout(context.WithoutCancel(ctx), min(s.HandshakeTimeout, s.IdleTimeout))
	defer stop()
	if err := conn.HandshakeContext(limited); err != nil {
		return "", err
	}
	state := conn.ConnectionState()
	who = tls.VersionName(state.Version)
	if len(state.PeerCertificates) > 0 {
		who += ", " + state.PeerCertificates[0].Subject.CommonName
	}
	return who, nil
}

// echo writes back whatever it reads, as it comes, and returns the number of
// bytes echoed and why it ended: io.EOF when the client has finished, or was
// cut off between two records, which crypto/tls does not tell apart;
// io.ErrUnexpectedEOF when it was cut off inside one. An echo has nothing to
// lose by that: what came has gone back.
func (s *Server) echo(ctx context.Context, conn *tls.Conn) (echoed int64, err error) {
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
// ends its own.
func (s *Server) linger(conn *tls.Conn) error {
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
