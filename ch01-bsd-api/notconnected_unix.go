//go:build unix

package bsdapi

import (
	"context"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// NotConnected provokes ENOTCONN: calls that need a peer, on a socket that has
// none, has none of its own, or has none any more.
func NotConnected(ctx context.Context, out io.Writer) error {
	return withSockets(ctx, func(s *sockets) error {
		fresh, err := s.tcp()
		if err != nil {
			return err
		}
		tellAll(out, "unconnected", fresh)
		ln, addr, err := s.listener(1)
		if err != nil {
			return err
		}
		tellAll(out, "listener", ln)
		client, err := s.client(addr)
		if err != nil {
			return err
		}
		server, err := s.accept(ln)
		if err != nil {
			return err
		}
		if err := s.resetBy(server); err != nil {
			return err
		}
		// The reset is here when poll says so.
		if _, err := await(client, unix.POLLIN); err != nil {
			return err
		}
		tellAll(out, "reset", client)
		return nil
	})
}

// tellAll makes every call that needs a peer. The first to find an error that
// the socket has kept takes it along, and the others no longer find it.
func tellAll(out io.Writer, party string, fd int) {
	n, err := unix.Read(fd, make([]byte, 1))
	say(out, party, "recv", n, err)
	n, err = unix.Write(fd, []byte("x"))
	say(out, party, "send", n, err)
	_, err = unix.Getpeername(fd)
	say(out, party, "getpeername", 0, err)
	say(out, party, "shutdown", 0, unix.Shutdown(fd, unix.SHUT_WR))
}

// resetBy closes with a linger time of 0, which sends RST (socket(7)).
func (s *sockets) resetBy(fd int) error {
	linger := unix.Linger{Onoff: 1, Linger: 0}
	if err := unix.SetsockoptLinger(fd, unix.SOL_SOCKET, unix.SO_LINGER, &linger); err != nil {
		return os.NewSyscallError("setsockopt", err)
	}
	return s.close(fd)
}
