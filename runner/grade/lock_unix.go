//go:build unix

package grade

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// lock keeps f for this process until it is closed. ok is false if another
// process has it (flock(2)). A file system without locks gives none, and that
// is no reason not to grade.
func lock(f *os.File) (ok bool) {
	return !errors.Is(unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB), unix.EWOULDBLOCK)
}
