//go:build unix

package bsdapi

import (
	"context"
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// connectSwapped is the error that htons(3) is there against: a client that
// writes the port into the address as it has it in memory, on a machine where
// that is the wrong way round. The kernel cannot know, and connects.
func connectSwapped(ctx context.Context, out io.Writer) error {
	return withSockets(ctx, func(s *sockets) error {
		addr, err := s.swappable()
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "server: listening on %s\n", text(addr))
		forgot, err := s.tcp()
		if err != nil {
			return err
		}
		wrong := loopback(swapped(addr.Port))
		err = unix.Connect(forgot, wrong)
		fmt.Fprintf(out, "client: forgets htons, and reaches %s: %v\n", text(wrong), err)
		client, err := s.tcp()
		if err != nil {
			return err
		}
		if err := unix.Connect(client, addr); err != nil {
			return os.NewSyscallError("connect", err)
		}
		fmt.Fprintf(out, "client: does not, and reaches %s\n", text(addr))
		return nil
	})
}

// swappable listens on a port whose swapped number is nobody's, and takes that
// too, without listening, so that it stays so.
func (s *sockets) swappable() (*unix.SockaddrInet4, error) {
	for range 100 {
		ln, addr, err := s.listener(1)
		if err != nil {
			return nil, err
		}
		other, err := s.tcp()
		if err != nil {
			return nil, err
		}
		if port := swapped(addr.Port); port >= 1024 && port != addr.Port && unix.Bind(other, loopback(port)) == nil {
			return addr, nil
		}
		if err := s.close(ln); err != nil {
			return nil, err
		}
		if err := s.close(other); err != nil {
			return nil, err
		}
	}
	return nil, missing{what: "no free port has a free port for its bytes swapped"}
}
