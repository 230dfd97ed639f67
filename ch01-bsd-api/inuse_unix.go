//go:build unix

package bsdapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// InUse provokes EADDRINUSE in the three ways a server meets it: another one
// listens, a socket of its own has the port, an old connection has it still.
func InUse(ctx context.Context, out io.Writer) error {
	return withSockets(ctx, func(s *sockets) error {
		if err := s.whileListening(out); err != nil {
			return err
		}
		if err := s.whileBound(out); err != nil {
			return err
		}
		if err := s.whileWaiting(out, false); err != nil {
			return err
		}
		return s.whileWaiting(out, true)
	})
}

// whileListening: SO_REUSEADDR is no way to share a port that is listened on.
func (s *sockets) whileListening(out io.Writer) error {
	_, addr, err := s.listener(1)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "first: listens on %s\n", text(addr))
	if err := s.bindTo(out, "second", addr, false); err != unix.EADDRINUSE {
		return fmt.Errorf("bind to an address in use: %v", err)
	}
	if err := s.bindTo(out, "second", addr, true); err != unix.EADDRINUSE {
		return fmt.Errorf("bind with SO_REUSEADDR to an address in use: %v", err)
	}
	return nil
}

// whileBound: bind alone takes the port, though nobody listens.
func (s *sockets) whileBound(out io.Writer) error {
	fd, err := s.tcp()
	if err != nil {
		return err
	}
	if err := unix.Bind(fd, loopback(0)); err != nil {
		return os.NewSyscallError("bind", err)
	}
	addr, err := nameOf(fd)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "first: is bound to %s, and does not listen\n", text(addr))
	if err := s.bindTo(out, "second", addr, false); err != unix.EADDRINUSE {
		return fmt.Errorf("bind to an address in use: %v", err)
	}
	return nil
}

// whileWaiting is what happens to a server that is started again: it has ended
// its connections first, so they wait at its end, for a minute, in its port.
// On Linux SO_REUSEADDR helps if the old server had set it too: the socket
// that waits remembers. The BSDs ask the new one only.
func (s *sockets) whileWaiting(out io.Writer, reuse bool) error {
	ln, err := s.tcp()
	if err != nil {
		return err
	}
	if err := allowReuse(ln, reuse); err != nil {
		return err
	}
	if err := errors.Join(unix.Bind(ln, loopback(0)), unix.Listen(ln, 1)); err != nil {
		return err
	}
	addr, err := nameOf(ln)
	if err != nil {
		return err
	}
	if err := s.endFirst(ln, addr); err != nil {
		return err
	}
	fmt.Fprintf(out, "first: listened on %s%s, closed a connection, ended\n", text(addr), with(reuse))
	if err := s.bindTo(out, "second", addr, false); err != unix.EADDRINUSE {
		return fmt.Errorf("bind while a connection is in TIME-WAIT: %v", err)
	}
	if err := s.bindTo(out, "second", addr, true); reuse && err != nil {
		return fmt.Errorf("bind with SO_REUSEADDR: %w", err)
	}
	return nil
}

// endFirst takes a connection, ends it before the client does, and the
// listener with it. The server's end is then in TIME-WAIT.
func (s *sockets) endFirst(ln int, addr unix.Sockaddr) error {
	client, err := s.client(addr)
	if err != nil {
		return err
	}
	server, err := s.accept(ln)
	if err != nil {
		return err
	}
	if err := errors.Join(s.close(server), s.close(ln)); err != nil {
		return err
	}
	if _, err := unix.Read(client, make([]byte, 1)); err != nil { // the server's FIN
		return os.NewSyscallError("read", err)
	}
	// With a linger time close waits until the client's FIN is acknowledged.
	linger := unix.Linger{Onoff: 1, Linger: int32(patience.Seconds())}
	if err := unix.SetsockoptLinger(client, unix.SOL_SOCKET, unix.SO_LINGER, &linger); err != nil {
		return os.NewSyscallError("setsockopt", err)
	}
	return s.close(client)
}

// bindTo makes a socket and binds it, with SO_REUSEADDR or without.
func (s *sockets) bindTo(out io.Writer, party string, addr unix.Sockaddr, reuse bool) error {
	fd, err := s.tcp()
	if err != nil {
		return err
	}
	if err := allowReuse(fd, reuse); err != nil {
		return err
	}
	err = unix.Bind(fd, addr)
	fmt.Fprintf(out, "%s: bind(%s)%s = %s\n", party, text(addr), with(reuse), outcome(0, err))
	return err
}

func allowReuse(fd int, reuse bool) error {
	err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEADDR, onOff(reuse))
	return os.NewSyscallError("setsockopt", err)
}

func with(reuse bool) string {
	if reuse {
		return ", reuse"
	}
	return ""
}
