package grade

import (
	"errors"
	"math"
	"os"

	"golang.org/x/sys/windows"
)

// lock keeps f for this process until it is closed. ok is false if another
// process has it (LockFileEx). What is locked is a byte beyond any that is
// written: the file itself can be read.
func lock(f *os.File) (ok bool) {
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	err := windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, &windows.Overlapped{OffsetHigh: math.MaxInt32})
	return !errors.Is(err, windows.ERROR_LOCK_VIOLATION)
}
