//go:build darwin || dragonfly || freebsd || netbsd || openbsd

package unixdomain

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// ownerOnly is the mode of a server's file. To connect takes permission to
// write to it, and to search each folder above it.
const ownerOnly = 0o600

// newSocket makes a socket that is not inherited and never blocks. It takes
// three calls, and no program may be started between the first two.
func newSocket(kind int) (int, error) {
	syscall.ForkLock.RLock()
	fd, err := unix.Socket(unix.AF_UNIX, kind, 0)
	if err == nil {
		unix.CloseOnExec(fd)
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return -1, err
	}
	if err := unix.SetNonblock(fd, true); err != nil {
		_ = unix.Close(fd)
		return -1, err
	}
	return fd, nil
}

// bindOwner binds to path. Its file is open to more than our user for a
// moment, but until listen(2) nobody can connect.
func bindOwner(fd int, path string) error {
	if err := unix.Bind(fd, &unix.SockaddrUnix{Name: path}); err != nil {
		return err
	}
	if err := os.Chmod(path, ownerOnly); err != nil {
		_ = os.Remove(path)
		return err
	}
	return nil
}
