package unixdomain

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

// NameTooLong shows how long an address may be, what is said of a longer one,
// and how to reach a socket all the same: sun_path holds 108 bytes, a path up
// to 4096 (unix(7), path_resolution(7)).
func NameTooLong(ctx context.Context, out io.Writer) error {
	return onStage(func(s stage) error {
		fits := strings.Repeat("x", maxPath-len(s)-1)
		ln, err := s.listen(fits)
		outcome(out, "server", fmt.Sprintf("bind to a path of %d bytes", len(s.path(fits))), err)
		if err != nil {
			return err
		}
		defer ln.Close()
		_, err = s.listen(fits + "x")
		outcome(out, "server", fmt.Sprintf("bind to one of %d", len(s.path(fits+"x"))), err)

		_, err = Listen(ctx, "/run/"+strings.Repeat("deep/", 30)+"echo")
		var hint interface{ Hint() string }
		if !errors.As(err, &hint) {
			return fmt.Errorf("a path that is too long: %w", err)
		}
		fmt.Fprintln(out, "Listen:", err)
		fmt.Fprintln(out, "Listen:", hint.Hint())
		return throughDescriptor(out, s)
	})
}

// throughDescriptor binds in a folder whose path is too long, by a short path
// to the same folder: /proc/self/fd has one for every descriptor (proc(5)).
// The kernel keeps the path as it was given. A client that takes it from
// getpeername will look in its own /proc/self, and find something else.
func throughDescriptor(out io.Writer, s stage) error {
	deep := s.path(strings.Repeat("deep/", 30))
	if err := os.MkdirAll(deep, 0o700); err != nil {
		return err
	}
	fd, err := unix.Open(deep, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return os.NewSyscallError("open", err)
	}
	defer unix.Close(fd)
	short := fmt.Sprintf("/proc/self/fd/%d/echo", fd)
	ln, err := net.ListenUnix("unix", &net.UnixAddr{Name: short, Net: "unix"})
	outcome(out, "server", "bind to /proc/self/fd/N/echo, N the deep folder", err)
	if err != nil {
		return err
	}
	defer ln.Close()
	_, err = os.Lstat(deep + "/echo")
	outcome(out, "kernel", "the file is in the deep folder", err)
	conn, err := net.Dial("unix", short)
	outcome(out, "client", "connect the same way", err)
	if err == nil {
		err = conn.Close()
	}
	return err
}
