//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package unixdomain

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

// listenAt binds to a path and takes the place of a dead server.
//
// Between bind and listen a socket refuses connections as a dead server's
// does, and between our look at a file and its removal another server may have
// put its own there. So whoever listens here holds a lock on the folder from
// the look to the end of listen, and the two never overlap.
func listenAt(ctx context.Context, path string) (*net.UnixListener, func(), error) {
	unlock, err := lockFolder(ctx, filepath.Dir(path))
	if err != nil {
		return nil, nil, opError(path, err)
	}
	defer unlock()
	if isStale(path) {
		if err := os.Remove(path); err != nil {
			return nil, nil, err
		}
	}
	return bindPath(path)
}

// isStale reports whether path is a socket that nobody listens on. The kernel
// says ECONNREFUSED of a regular file as well, hence the look at its kind; and
// Lstat does not follow a link, for what is removed would be the link. A live
// server sees a connection that ends at once. Whoever has no permission to
// connect, or finds the accept queue full, or a socket of another type, learns
// that by another error, and leaves the file alone.
func isStale(path string) bool {
	info, err := os.Lstat(path)
	if err != nil || info.Mode().Type() != fs.ModeSocket {
		return false
	}
	conn, err := net.DialUnix("unix", nil, &net.UnixAddr{Name: path, Net: "unix"})
	if err == nil {
		_ = conn.Close()
	}
	return errors.Is(err, syscall.ECONNREFUSED)
}

// bindPath makes the listener by hand: package net would bind and listen in
// one, and there must be no moment in which the wrong user can connect.
func bindPath(path string) (*net.UnixListener, func(), error) {
	fd, err := newSocket(unix.SOCK_STREAM)
	if err != nil {
		return nil, nil, opError(path, os.NewSyscallError("socket", err))
	}
	file := os.NewFile(uintptr(fd), path)
	defer file.Close() // FileListener makes a copy
	if err := bindOwner(fd, path); err != nil {
		return nil, nil, opError(path, os.NewSyscallError("bind", err))
	}
	unlink, err := unlinker(path)
	if err != nil {
		return nil, nil, err
	}
	if err := unix.Listen(fd, unix.SOMAXCONN); err != nil {
		unlink()
		return nil, nil, opError(path, os.NewSyscallError("listen", err))
	}
	ln, err := net.FileListener(file)
	if err != nil {
		unlink()
		return nil, nil, err
	}
	return ln.(*net.UnixListener), unlink, nil
}

// unlinker returns what removes path, but only if it is still the same file.
// Its inode is not given to another as long as the socket is open.
func unlinker(path string) (func(), error) {
	ours, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	return func() {
		now, err := os.Lstat(path)
		if err == nil && os.SameFile(ours, now) {
			_ = os.Remove(path) // whoever may not will find it stale
		}
	}, nil
}

// opError is what package net makes of a call that failed.
func opError(path string, err error) error {
	return &net.OpError{Op: "listen", Net: "unix", Addr: &net.UnixAddr{Name: path, Net: "unix"}, Err: err}
}
