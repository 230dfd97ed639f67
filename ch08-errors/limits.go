package sockerrors

import (
	"errors"
	"net"
	"time"
)

// errMost is why the server ends a connection that has had MaxBytes echoed.
var errMost = errors.New("that is the most for one connection")

// SetLimits sets Admit, MaxBytes and IdleTimeout, for a caller that holds the
// server in an interface.
func (s *Server) SetLimits(admit func(remote net.Addr) (leave func(), err error), maxBytes int64, idle time.Duration) {
	s.Admit, s.MaxBytes, s.IdleTimeout = admit, maxBytes, idle
}

// admit asks Admit about conn. One that is refused ends with RST: a plain
// close would leave this end in TIME-WAIT for a minute (tcp(7)), for every try
// of a client that does not give up.
func (s *Server) admit(conn *net.TCPConn) (leave func(), err error) {
	if s.Admit == nil {
		return func() {}, nil
	}
	leave, err = s.Admit(conn.RemoteAddr())
	if err != nil {
		s.logf("%v: refused: %v", conn.RemoteAddr(), err)
		_ = conn.SetLinger(0)
		_ = conn.Close() // nothing was read
	}
	return leave, err
}

// room is how much of a buffer may be echoed next.
func (s *Server) room(echoed int64) int64 {
	if s.MaxBytes == 0 {
		return bufferSize
	}
	return min(bufferSize, s.MaxBytes-echoed)
}
