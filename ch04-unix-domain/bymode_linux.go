package unixdomain

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// ByMode provokes EACCES: to connect takes permission to write to the socket's
// file, and to search every folder on the way (unix(7)). Even the owner's own
// mode counts; only CAP_DAC_OVERRIDE, which root has, goes past it.
func ByMode(_ context.Context, out io.Writer) error {
	return onStage(func(s stage) error {
		return withoutOverride(func() error {
			if err := os.Mkdir(s.path("inner"), 0o700); err != nil {
				return err
			}
			ln, err := s.listen("inner/echo")
			if err != nil {
				return err
			}
			defer ln.Close()
			for _, mode := range []os.FileMode{0o600, 0o400, 0o200, 0} {
				if err := os.Chmod(s.path("inner/echo"), mode); err != nil {
					return err
				}
				outcome(out, "client", fmt.Sprintf("connect, the socket's mode %v", mode), s.connect("inner/echo"))
			}
			return behindFolder(out, s)
		})
	})
}

// behindFolder closes the folder, and opens the file to everybody.
func behindFolder(out io.Writer, s stage) error {
	if err := os.Chmod(s.path("inner/echo"), 0o666); err != nil {
		return err
	}
	if err := os.Chmod(s.path("inner"), 0o600); err != nil {
		return err
	}
	outcome(out, "client", "connect, the socket's mode -rw-rw-rw-, its folder's -rw-------", s.connect("inner/echo"))
	return os.Chmod(s.path("inner"), 0o700)
}

// withoutOverride calls f on a thread that has given CAP_DAC_OVERRIDE up, if
// it had it. Capabilities are a thread's; this one is not unlocked, and ends
// with its goroutine (package runtime, "LockOSThread").
func withoutOverride(f func() error) error {
	result := make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		if err := dropOverride(); err != nil {
			result <- err
			return
		}
		result <- f()
	}()
	return <-result
}

// dropOverride takes it, and the one to search any folder, out of the thread's
// effective set (capset(2)), which anybody may.
func dropOverride() error {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	if err := unix.Capget(&header, &data[0]); err != nil {
		return os.NewSyscallError("capget", err)
	}
	data[0].Effective &^= 1<<unix.CAP_DAC_OVERRIDE | 1<<unix.CAP_DAC_READ_SEARCH
	return os.NewSyscallError("capset", unix.Capset(&header, &data[0]))
}
