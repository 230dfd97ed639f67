//go:build unix

package bsdapi

import (
	"context"
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// NonBlocking makes calls that would have to wait on a socket that will not:
// recv with nothing there, connect, and send with no room.
func NonBlocking(ctx context.Context, out io.Writer) error {
	return withSockets(ctx, func(s *sockets) error {
		ln, addr, err := s.listener(1)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "server: listening on %s\n", text(addr))
		client, err := s.connectByHand(out, addr)
		if err != nil {
			return err
		}
		server, err := s.accept(ln)
		if err != nil {
			return err
		}
		if err := recvByHand(out, client, server); err != nil {
			return err
		}
		if err := fillByHand(out, client); err != nil {
			return err
		}
		// The port is the client's own: nobody listens on it.
		nobody, err := nameOf(client)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "client: now to %s, where nobody listens\n", text(nobody))
		_, err = s.connectByHand(out, nobody)
		if errno, ok := errnoOf(err); ok && errno == unix.ECONNREFUSED {
			return nil // as it was to be
		}
		return fmt.Errorf("connecting where nobody listens: %v", err)
	})
}

// connectByHand connects in three calls: connect begins, poll waits, SO_ERROR
// tells how it ended (connect(2), EINPROGRESS).
func (s *sockets) connectByHand(out io.Writer, addr *unix.SockaddrInet4) (int, error) {
	fd, err := s.tcp()
	if err != nil {
		return -1, err
	}
	if err := unix.SetNonblock(fd, true); err != nil {
		return -1, os.NewSyscallError("fcntl", err)
	}
	err = unix.Connect(fd, addr)
	say(out, "client", fmt.Sprintf("connect(fd %d)", fd), 0, err)
	if err != nil && err != unix.EINPROGRESS {
		return -1, os.NewSyscallError("connect", err) // a BSD may know at once
	}
	ready, err := await(fd, unix.POLLOUT)
	if err != nil {
		return -1, err
	}
	fmt.Fprintf(out, "client: poll(fd %d, POLLOUT) = %s\n", fd, ready)
	errno, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_ERROR)
	if err != nil {
		return -1, os.NewSyscallError("getsockopt", err)
	}
	call := fmt.Sprintf("client: getsockopt(fd %d, SO_ERROR) says", fd)
	if errno == 0 {
		fmt.Fprintf(out, "%s 0: connected\n", call)
		return fd, nil
	}
	fmt.Fprintf(out, "%s %s (%v)\n", call, unix.ErrnoName(unix.Errno(errno)), unix.Errno(errno))
	return fd, os.NewSyscallError("connect", unix.Errno(errno))
}

// recvByHand reads before there is anything, and after.
func recvByHand(out io.Writer, client, server int) error {
	buf := make([]byte, 64)
	n, err := unix.Read(client, buf)
	say(out, "client", fmt.Sprintf("recv(fd %d)", client), n, err)
	n, err = unix.Write(server, []byte("hello"))
	say(out, "server", fmt.Sprintf("send(fd %d, \"hello\")", server), n, err)
	ready, err := await(client, unix.POLLIN)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "client: poll(fd %d, POLLIN) = %s\n", client, ready)
	n, err = unix.Read(client, buf)
	say(out, "client", fmt.Sprintf("recv(fd %d)", client), n, err)
	return err
}

// fillByHand sends until there is no room: the server does not read.
func fillByHand(out io.Writer, client int) error {
	chunk := make([]byte, 64<<10)
	for total, last := 0, 0; ; total += last {
		n, err := unix.Write(client, chunk)
		if err != nil {
			fmt.Fprintf(out, "client: sent about %d bytes that nobody reads, then:\n", total)
			say(out, "client", fmt.Sprintf("send(fd %d, %d bytes)", client, len(chunk)), n, err)
			if err == unix.EAGAIN {
				return nil
			}
			return os.NewSyscallError("write", err)
		}
		last = n
	}
}
