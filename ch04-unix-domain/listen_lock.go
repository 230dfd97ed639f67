//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package unixdomain

import (
	"context"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// lockFolder locks a folder against others that do the same (flock(2)), until
// unlock. The lock is a descriptor's: it goes with the process, however that
// ends, and no lock file is left to go stale in its turn. Whoever may read the
// folder may lock it, and keep us waiting until ctx ends; so a server's folder
// should be its own.
func lockFolder(ctx context.Context, path string) (unlock func(), err error) {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, os.NewSyscallError("open", err)
	}
	unlock = func() { _ = unix.Close(fd) }
	if err := lock(ctx, fd); err != nil {
		unlock()
		return nil, err
	}
	return unlock, nil
}

// lock does not wait inside flock(2): nothing but a signal would end that.
func lock(ctx context.Context, fd int) error {
	for delay := time.Millisecond; ; delay = min(2*delay, maxDelay) {
		err := unix.Flock(fd, unix.LOCK_EX|unix.LOCK_NB)
		if err != unix.EWOULDBLOCK && err != unix.EINTR {
			return os.NewSyscallError("flock", err)
		}
		select {
		case <-time.After(delay):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
