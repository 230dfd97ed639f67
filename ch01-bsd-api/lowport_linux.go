package bsdapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// LowPort provokes EACCES: ports below 1024 are for privileged programs
// (ip(7)), which on Linux are those with CAP_NET_BIND_SERVICE
// (capabilities(7)). The example has it, and gives it up for a while.
func LowPort(ctx context.Context, out io.Writer) error {
	first, err := os.ReadFile("/proc/sys/net/ipv4/ip_unprivileged_port_start")
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "kernel: ip_unprivileged_port_start is %s\n", strings.TrimSpace(string(first)))
	t := newThread(func() (int, error) { return 0, bindLow(ctx, out) })
	return (<-t.result).err
}

// bindLow runs on a thread of its own: capabilities are a thread's, not a
// process's.
func bindLow(ctx context.Context, out io.Writer) error {
	return withSockets(ctx, func(s *sockets) error {
		if err := allowLow(false); err != nil {
			return err
		}
		fmt.Fprintln(out, "server: without CAP_NET_BIND_SERVICE")
		if err := s.bindPort(out, 80); err != unix.EACCES {
			return fmt.Errorf("bind to port 80 without the capability: %v", err)
		}
		if err := s.bindPort(out, 1024); err != nil {
			return err
		}
		var lc net.ListenConfig
		_, err := lc.Listen(ctx, "tcp", "127.0.0.1:80")
		fmt.Fprintln(out, "go:", err)
		fmt.Fprintln(out, "go: errors.Is(err, fs.ErrPermission):", errors.Is(err, os.ErrPermission))
		if err := allowLow(true); err != nil {
			return err
		}
		fmt.Fprintln(out, "server: with it")
		return s.bindPort(out, 80)
	})
}

func (s *sockets) bindPort(out io.Writer, port int) error {
	fd, err := s.tcp()
	if err != nil {
		return err
	}
	err = unix.Bind(fd, loopback(port))
	say(out, "server", "bind("+text(loopback(port))+")", 0, err)
	return err
}

// allowLow takes CAP_NET_BIND_SERVICE out of what the thread may do now
// (capset(2), the effective set), or puts it back: it stays among what the
// thread is permitted to have.
func allowLow(on bool) error {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	if err := unix.Capget(&header, &data[0]); err != nil {
		return os.NewSyscallError("capget", err)
	}
	const bit = 1 << unix.CAP_NET_BIND_SERVICE
	if data[0].Permitted&bit == 0 {
		return missing{what: "showing the difference takes the capability CAP_NET_BIND_SERVICE"}
	}
	data[0].Effective &^= bit
	if on {
		data[0].Effective |= bit
	}
	return os.NewSyscallError("capset", unix.Capset(&header, &data[0]))
}
