//go:build unix

package bsdapi

import (
	"context"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// patience bounds every wait of an example: none is meant to wait.
const patience = 5 * time.Second

// sockets are the descriptors of an example. They block, as sockets do unless
// told otherwise, but not for longer than patience. Each is closed when the
// example ends; to close one twice could hit a descriptor of somebody else's.
type sockets struct{ open []int }

// keep takes the result of a call that makes a descriptor.
func (s *sockets) keep(fd int, err error) (int, error) {
	if err != nil {
		return -1, err
	}
	unix.CloseOnExec(fd)
	s.open = append(s.open, fd)
	wait := unix.NsecToTimeval(int64(patience))
	_ = unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &wait) // nothing depends on it
	return fd, nil
}

// close wraps close(2) for one of them.
func (s *sockets) close(fd int) error {
	for i, have := range s.open {
		if have == fd {
			s.open = append(s.open[:i], s.open[i+1:]...)
		}
	}
	return os.NewSyscallError("close", unix.Close(fd))
}

// closeAll closes those that are left.
func (s *sockets) closeAll() {
	for _, fd := range s.open {
		_ = unix.Close(fd) // whatever it still had to send, nobody waits for it
	}
	s.open = nil
}

// tcp wraps socket(2) for TCP over IPv4.
func (s *sockets) tcp() (int, error) {
	fd, err := s.keep(unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0))
	return fd, os.NewSyscallError("socket", err)
}

// listener is a socket that listens on a free port of 127.0.0.1.
func (s *sockets) listener(backlog int) (fd int, addr *unix.SockaddrInet4, err error) {
	if fd, err = s.tcp(); err != nil {
		return -1, nil, err
	}
	if err := unix.Bind(fd, loopback(0)); err != nil {
		return -1, nil, os.NewSyscallError("bind", err)
	}
	if err := unix.Listen(fd, backlog); err != nil {
		return -1, nil, os.NewSyscallError("listen", err)
	}
	addr, err = nameOf(fd)
	return fd, addr, err
}

// client is a socket that is connected to addr. The kernel answers for a
// listener, so connect does not wait for accept.
func (s *sockets) client(addr unix.Sockaddr) (int, error) {
	fd, err := s.tcp()
	if err != nil {
		return -1, err
	}
	return fd, os.NewSyscallError("connect", unix.Connect(fd, addr))
}

// accept wraps accept(2).
func (s *sockets) accept(listener int) (int, error) {
	fd, _, err := unix.Accept(listener)
	fd, err = s.keep(fd, err)
	return fd, os.NewSyscallError("accept", err)
}

// pair is a connection: the client's end and the server's.
func (s *sockets) pair() (client, server int, err error) {
	ln, addr, err := s.listener(1)
	if err != nil {
		return -1, -1, err
	}
	if client, err = s.client(addr); err != nil {
		return -1, -1, err
	}
	if server, err = s.accept(ln); err != nil {
		return -1, -1, err
	}
	return client, server, s.close(ln)
}

// withSockets runs play with an empty set, which it closes afterwards.
func withSockets(ctx context.Context, play func(*sockets) error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var s sockets
	defer s.closeAll()
	return play(&s)
}

// loopback is 127.0.0.1 and a port.
func loopback(port int) *unix.SockaddrInet4 {
	return &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}, Port: port}
}

// nameOf wraps getsockname(2).
func nameOf(fd int) (*unix.SockaddrInet4, error) {
	sa, err := unix.Getsockname(fd)
	if err != nil {
		return nil, os.NewSyscallError("getsockname", err)
	}
	in4, ok := sa.(*unix.SockaddrInet4)
	if !ok {
		return nil, fmt.Errorf("getsockname: a %T", sa)
	}
	return in4, nil
}

// text is "127.0.0.1:80".
func text(sa unix.Sockaddr) string {
	if addr := fromSockaddr(sa); addr != nil {
		return addr.String()
	}
	return fmt.Sprint(sa)
}
