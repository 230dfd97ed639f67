package unixdomain

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// init plays the server of [Abstract] in a process that was started for it.
func init() { playPart("abstract", listenAbstract) }

// abstractEnv tells the server its name.
const abstractEnv = "UNIXDOMAIN_ABSTRACT"

// Abstract shows names that are no files: a zero byte, then anything (unix(7)).
// They cannot be stale, for they go with the last descriptor, and no mode
// guards them: whoever is in the network namespace may connect, or be first to
// take the name. The one here is random, so that nobody is.
func Abstract(ctx context.Context, out io.Writer) error {
	name := "@sockbook-" + rand.Text()
	server, err := startPart(ctx, "abstract", withEnv(abstractEnv+"="+name))
	if err != nil {
		return err
	}
	defer server.kill()
	if err := server.say(out); err != nil {
		return err
	}
	if err := nameInKernel(out, name); err != nil {
		return err
	}
	outcome(out, "client", "connect", connectAbstract(name))
	outcome(out, "client", "connect to the same name and a zero byte", connectAbstract(name+"\x00"))
	err = withoutOverride(func() error {
		outcome(out, "client", "connect, the socket's mode ----------", connectAbstract(name))
		return nil
	})
	if err != nil {
		return err
	}
	_, err = net.ListenUnix("unix", &net.UnixAddr{Name: name, Net: "unix"})
	outcome(out, "second server", "bind", err)

	server.kill()
	fmt.Fprintln(out, "server: killed")
	outcome(out, "client", "connect", connectAbstract(name))
	ln, err := net.ListenUnix("unix", &net.UnixAddr{Name: name, Net: "unix"})
	outcome(out, "second server", "bind, with nothing to clear away", err)
	if err != nil {
		return err
	}
	return errors.Join(ln.Close(), ctx.Err())
}

// nameInKernel looks for the name where the kernel lists its Unix sockets
// (proc(5)), and among the files.
func nameInKernel(out io.Writer, name string) error {
	table, err := os.ReadFile("/proc/net/unix")
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "kernel: in /proc/net/unix:", bytes.Contains(table, []byte(" "+name+"\n")))
	_, err = os.Lstat(name)
	outcome(out, "kernel", "a file of that name", err)
	return nil
}

func connectAbstract(name string) error {
	conn, err := net.Dial("unix", name)
	if err == nil {
		err = conn.Close()
	}
	return err
}

// listenAbstract is the server. Its socket has a mode of 0, which would keep
// everybody from a file.
func listenAbstract() error {
	name := os.Getenv(abstractEnv)
	fd, err := newSocket(unix.SOCK_STREAM)
	if err != nil {
		return os.NewSyscallError("socket", err)
	}
	defer unix.Close(fd)
	if err := unix.Fchmod(fd, 0); err != nil {
		return os.NewSyscallError("fchmod", err)
	}
	if err := unix.Bind(fd, &unix.SockaddrUnix{Name: name}); err != nil {
		return os.NewSyscallError("bind", err)
	}
	if err := unix.Listen(fd, unix.SOMAXCONN); err != nil {
		return os.NewSyscallError("listen", err)
	}
	fmt.Printf("server: pid %d listens on %s…\n", os.Getpid(), strings.SplitAfter(name, "-")[0])
	select {} // until it is killed
}
