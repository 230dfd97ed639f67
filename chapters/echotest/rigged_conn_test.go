package echotest

import (
	"context"
	"io"
	"net"
	"os"
	"time"
)

// serveConn echoes one connection to its end. It reports whether the place is
// free again.
func (s *rigged) serveConn(ctx context.Context, conn *net.TCPConn) bool {
	defer conn.Close()
	defer context.AfterFunc(s.closed, func() { _ = conn.Close() })()
	switch s.fault {
	case leaksGoroutine:
		s.leaked.Go(func() { <-s.released.Done() })
	case leaksDescriptor:
		if f, err := os.Open(os.DevNull); err == nil {
			s.mu.Lock()
			s.files = append(s.files, f)
			s.mu.Unlock()
		}
	}
	echo := s.echo
	if s.fault == buffersWithoutEnd {
		echo = s.hoard
	}
	total, err := echo(ctx, conn)
	switch {
	case s.fault == keepsConnOpen:
		<-s.closed.Done()
	case s.fault == diesWithConn && err != io.EOF:
		_ = s.ln.Close()
	case s.fault == losesPlaceOnError && err != io.EOF:
		return false
	case s.fault == losesPlaceOfNobody && total == 0:
		return false
	}
	return true
}

func (s *rigged) echo(ctx context.Context, conn *net.TCPConn) (total int, err error) {
	drain := func() { _ = conn.SetReadDeadline(time.Now().Add(pause)) }
	if s.fault != returnsBeforeConns && s.fault != drainsForEver {
		defer context.AfterFunc(ctx, drain)()
	}
	_ = conn.SetDeadline(time.Now().Add(s.IdleTimeout))
	buf := make([]byte, 32<<10+1)
	for {
		s.renew(conn)
		if ctx.Err() != nil && s.fault != returnsBeforeConns && s.fault != drainsForEver {
			drain()
		}
		n, err := s.read(conn, buf)
		if err == nil {
			err = s.write(conn, buf, n)
		}
		if err != nil {
			return total, err
		}
		if total += n; s.fault == stopsAfter64KiB && total > 64<<10 {
			<-s.closed.Done()
		}
	}
}

// renew moves the deadline on.
func (s *rigged) renew(conn *net.TCPConn) {
	next := time.Now().Add(s.IdleTimeout)
	switch s.fault {
	case neverTimesOut:
		_ = conn.SetDeadline(time.Time{})
	case waitsForReaders:
		_ = conn.SetReadDeadline(next)
		_ = conn.SetWriteDeadline(time.Time{})
	case timesOutEarly:
		_ = conn.SetDeadline(time.Now().Add(s.IdleTimeout / 2))
	case setsDeadlineOnce:
	default:
		_ = conn.SetDeadline(next)
	}
}

func (s *rigged) read(conn *net.TCPConn, buf []byte) (int, error) {
	switch s.fault {
	case waitsForMore:
		return io.ReadAtLeast(conn, buf, 16)
	case servesOneAtATime:
		s.mu.Lock()
		defer s.mu.Unlock()
	}
	n, err := conn.Read(buf[:len(buf)-1])
	switch {
	case s.fault == abortsOnHalfClose && err == io.EOF:
		_ = conn.SetLinger(0)
	case s.fault == forgetsLastPart && err == nil:
		return lookAhead(conn, buf, n)
	}
	return n, err
}

func (s *rigged) write(conn *net.TCPConn, buf []byte, n int) error {
	p := buf[:n]
	switch s.fault {
	case dropsLastByte:
		p = buf[:n-1]
	case writesWholeBuffer:
		p = buf
	case upperCases:
		for i := range p {
			if 'a' <= p[i] && p[i] <= 'z' {
				p[i] -= 'a' - 'A'
			}
		}
	case sharesBuffer:
		s.share(p)
	case ignoresShortWrites:
		_ = conn.SetWriteDeadline(time.Now().Add(time.Millisecond))
		if n, _ := conn.Write(p); n == len(p) {
			return nil
		}
		_ = conn.SetWriteDeadline(time.Time{})
		p = p[len(p)-1:] // waits for the client, as it should; the rest is lost
	}
	_, err := conn.Write(p)
	return err
}
