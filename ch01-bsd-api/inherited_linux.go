package bsdapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// inherited starts a child beside two listeners, one of which has FD_CLOEXEC
// (fcntl(2)). exec(2) keeps the other open, in a program that knows nothing of
// it: clients of the listener connect when its owner has long closed it.
func (s *sockets) inherited(ctx context.Context, out io.Writer) error {
	private, _, err := s.listener(1) // keep has set the flag
	if err != nil {
		return err
	}
	leaky, addr, err := s.listener(1)
	if err != nil {
		return err
	}
	if _, err := unix.FcntlInt(uintptr(leaky), unix.F_SETFD, 0); err != nil {
		return os.NewSyscallError("fcntl", err)
	}
	child := exec.CommandContext(ctx, "cat")
	end, err := child.StdinPipe()
	if err != nil {
		return err
	}
	if err := child.Start(); err != nil {
		return err
	}
	err = s.besideChild(out, child.Process.Pid, private, leaky, addr)
	err = errors.Join(err, end.Close(), child.Wait())
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "child: has ended")
	return s.tryConnect(out, addr)
}

func (s *sockets) besideChild(out io.Writer, pid, private, leaky int, addr unix.Sockaddr) error {
	for _, l := range []struct {
		what string
		fd   int
	}{{"with FD_CLOEXEC", private}, {"without", leaky}} {
		has, err := holds(pid, l.fd)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "child: cat has the listener %s: %t\n", l.what, has)
	}
	if err := s.close(leaky); err != nil {
		return err
	}
	fmt.Fprintf(out, "server: close(fd %d)\n", leaky)
	return s.tryConnect(out, addr)
}

// tryConnect says whether somebody listens.
func (s *sockets) tryConnect(out io.Writer, addr unix.Sockaddr) error {
	fd, err := s.tcp()
	if err != nil {
		return err
	}
	say(out, "client", "connect("+text(addr)+")", 0, unix.Connect(fd, addr))
	return nil
}

// holds reports whether a process has the socket behind fd, by its inode.
func holds(pid, fd int) (bool, error) {
	want, err := os.Readlink(fmt.Sprintf("/proc/self/fd/%d", fd))
	if err != nil {
		return false, err
	}
	links, err := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", pid))
	if err != nil {
		return false, err
	}
	for _, link := range links {
		if have, err := os.Readlink(link); err == nil && have == want {
			return true, nil
		}
	}
	return false, nil
}
