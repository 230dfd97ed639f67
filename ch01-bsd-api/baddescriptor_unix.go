//go:build unix

package bsdapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// BadDescriptor provokes EBADF, a number that names no open file, and what is
// worse than EBADF: a number that names another file by now.
func BadDescriptor(ctx context.Context, out io.Writer) error {
	return withSockets(ctx, func(s *sockets) error {
		if err := s.afterClose(out); err != nil {
			return err
		}
		return closedListener(ctx, out)
	})
}

// afterClose keeps a number that it has closed, as a program does that has it
// in two places.
func (s *sockets) afterClose(out io.Writer) error {
	ln, addr, err := s.listener(2)
	if err != nil {
		return err
	}
	ann, err := s.client(addr)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "client: Ann's connection is fd %d\n", ann)
	annsPeer, err := s.accept(ln)
	if err != nil {
		return err
	}
	if err := s.close(ann); err != nil {
		return err
	}
	_, err = unix.Write(ann, []byte("for Ann"))
	say(out, "client", fmt.Sprintf("close(fd %d), then send to it", ann), 0, err)
	say(out, "client", fmt.Sprintf("close(fd %d) again", ann), 0, unix.Close(ann))

	if err := s.reopen(ann, addr); err != nil {
		return err
	}
	bensPeer, err := s.accept(ln)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "client: Ben's connection is fd %d, the same number\n", ann)
	n, err := unix.Write(ann, []byte("for Ann"))
	say(out, "client", fmt.Sprintf("send(fd %d, \"for Ann\")", ann), n, err)
	return tellPeers(out, annsPeer, bensPeer)
}

// reopen connects a socket whose descriptor has that number. The kernel gives
// out the lowest that is free (open(2)), so its turn comes soon.
func (s *sockets) reopen(want int, addr unix.Sockaddr) error {
	for range 100 {
		fd, err := s.tcp()
		if err != nil {
			return err
		}
		if fd == want {
			return os.NewSyscallError("connect", unix.Connect(fd, addr))
		}
	}
	return fmt.Errorf("fd %d was given to somebody else", want)
}

// tellPeers says what each server's end has got.
func tellPeers(out io.Writer, ann, ben int) error {
	buf := make([]byte, 64)
	n, err := unix.Read(ben, buf)
	if err != nil {
		return os.NewSyscallError("read", err)
	}
	fmt.Fprintf(out, "server: Ben's end reads %q\n", buf[:n])
	n, err = unix.Read(ann, buf)
	if err != nil {
		return os.NewSyscallError("read", err)
	}
	fmt.Fprintf(out, "server: Ann's end reads %q, the end of the stream\n", buf[:n])
	return nil
}

// closedListener is how package net fails instead: it knows what it has closed
// and asks the kernel no more. The number is out of the program's sight.
func closedListener(ctx context.Context, out io.Writer) error {
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	if err := ln.Close(); err != nil {
		return err
	}
	_, err = ln.Accept()
	fmt.Fprintln(out, "go:", err)
	fmt.Fprintln(out, "go: errors.Is(err, net.ErrClosed):", errors.Is(err, net.ErrClosed),
		"and EBADF:", errors.Is(err, unix.EBADF))
	return nil
}
