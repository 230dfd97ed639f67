package echotest

import (
	"context"
	"io"
	"net"
	"runtime"
	"time"
)

// lookAhead waits for one more byte and, if it sees the end instead, forgets
// what it holds.
func lookAhead(conn *net.TCPConn, buf []byte, n int) (int, error) {
	_ = conn.SetReadDeadline(time.Now().Add(pause))
	m, err := io.ReadFull(conn, buf[n:][:1])
	if err == io.EOF {
		return 0, err
	}
	return n + m, nil
}

// share takes the first bytes through a buffer that all connections use.
func (s *rigged) share(p []byte) {
	s.mu.Lock()
	n := copy(s.shared[:], p)
	s.mu.Unlock()
	runtime.Gosched()
	s.mu.Lock()
	copy(p[:n], s.shared[:])
	s.mu.Unlock()
}

// hoard reads all that comes and writes when it has come.
func (s *rigged) hoard(_ context.Context, conn *net.TCPConn) (total int, err error) {
	var all net.Buffers
	for {
		buf := make([]byte, 32<<10)
		n, err := conn.Read(buf)
		if err == io.EOF {
			_, _ = all.WriteTo(conn)
		}
		if err != nil {
			return total, err
		}
		total += n
		all = append(all, buf[:n])
	}
}
