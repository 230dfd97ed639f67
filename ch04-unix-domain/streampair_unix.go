//go:build unix

package unixdomain

import (
	"fmt"
	"net"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// cloexecPair is socketpair(2) with FD_CLOEXEC on both ends. ForkLock keeps
// package os from starting a program between the calls, one that would inherit
// both; where there is a SOCK_CLOEXEC, one call does it all.
func cloexecPair(kind int) ([2]int, error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	fds, err := unix.Socketpair(unix.AF_UNIX, kind, 0)
	if err != nil {
		return fds, os.NewSyscallError("socketpair", err)
	}
	unix.CloseOnExec(fds[0])
	unix.CloseOnExec(fds[1])
	return fds, nil
}

// unixConn makes a connection of a file, which it closes: the connection has a
// descriptor of its own, and is put under Go's poller.
func unixConn(file *os.File) (*net.UnixConn, error) {
	defer file.Close()
	conn, err := net.FileConn(file)
	if err != nil {
		return nil, err
	}
	c, ok := conn.(*net.UnixConn)
	if !ok {
		_ = conn.Close()
		return nil, fmt.Errorf("%s is no Unix socket", file.Name())
	}
	return c, nil
}

// inheritedConn is the connection that this process was started with.
func inheritedConn(fd uintptr) (*net.UnixConn, error) {
	unix.CloseOnExec(int(fd)) // it is ours alone
	conn, err := unixConn(os.NewFile(fd, "inherited"))
	if err != nil {
		return nil, err
	}
	return conn, conn.SetDeadline(time.Now().Add(partTime))
}
