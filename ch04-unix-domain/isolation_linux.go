package unixdomain

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// Isolation runs one server and one client twice: in the same network
// namespace, and with the client in another. TCP over loopback and an abstract
// name belong to a network namespace; a path belongs to the file system, and a
// descriptor to whoever has it.
func Isolation(ctx context.Context, out io.Writer) error {
	dir, err := os.MkdirTemp("", "iso")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	s, err := openIsland(ctx, filepath.Join(dir, "s"))
	if err != nil {
		return err
	}
	var server sync.WaitGroup
	server.Go(s.serve)
	defer server.Wait()
	defer s.close()
	defer context.AfterFunc(ctx, s.close)()
	fmt.Fprintln(out, "server: listens on loopback, on an abstract name and on a path")
	fmt.Fprintln(out, "The client runs in the same network namespace.")
	err = visit(ctx, out, s, inSameNetwork)
	if err == nil {
		fmt.Fprintln(out, "The client runs in a network namespace of its own.")
		err = visit(ctx, out, s, inOtherNetwork)
	}
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.Is(err, unix.EPERM), errors.Is(err, unix.EACCES), errors.Is(err, unix.ENOSPC):
		return missing{what: "this system refuses a user and network namespace: " + err.Error(),
			remedy: "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"}
	}
	return err
}

// visit starts the client and passes on what it says.
func visit(ctx context.Context, out io.Writer, s *island, where playerSetup) error {
	client, err := startPart(ctx, visitorPart, where, withEnv(
		visitorTCP+"="+s.tcp.Addr().String(),
		visitorAbstract+"="+s.abstract.Addr().String(),
		visitorPath+"="+s.path.Addr().String()))
	if err != nil {
		return err
	}
	defer client.kill()
	return client.finish(out)
}

// inSameNetwork leaves a process where we are.
func inSameNetwork(*exec.Cmd) {}

// inOtherNetwork gives a process a network namespace of its own, and a user
// namespace in which it is root, without which it might not have the other
// (user_namespaces(7), network_namespaces(7)). Its files are everybody's.
func inOtherNetwork(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Geteuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getegid(), Size: 1}},
	}
}

// An island is a server with three ways in.
type island struct{ tcp, abstract, path net.Listener }

// openIsland binds all three. The abstract name begins with a zero byte, which
// package net writes "@", and is the path without the file.
func openIsland(ctx context.Context, path string) (*island, error) {
	var lc net.ListenConfig
	s := &island{}
	var err error
	if s.tcp, err = lc.Listen(ctx, "tcp", "127.0.0.1:0"); err != nil {
		return nil, err
	}
	if s.abstract, err = lc.Listen(ctx, "unix", "@"+path); err == nil {
		s.path, err = lc.Listen(ctx, "unix", path)
	}
	if err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *island) close() {
	for _, ln := range []net.Listener{s.tcp, s.abstract, s.path} {
		if ln != nil {
			_ = ln.Close()
		}
	}
}
