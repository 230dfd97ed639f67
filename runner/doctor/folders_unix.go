//go:build unix

package doctor

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"

	"sockbook/runner/fault"
)

// runsPrograms runs one from folder, which a file system mounted noexec
// forbids (mount(8)): a lab's tests are compiled there.
func runsPrograms(ctx context.Context, folder string) error {
	own, err := os.MkdirTemp(folder, "doctor")
	if err != nil {
		return cause(err)
	}
	defer os.RemoveAll(own)
	program := filepath.Join(own, "true")
	if err := os.WriteFile(program, []byte("#!/bin/sh\nexit 0\n"), 0o700); err != nil {
		return cause(err)
	}
	if err := exec.CommandContext(ctx, program).Run(); errors.Is(err, syscall.EACCES) {
		return cause(err)
	}
	return nil
}

// fewFiles is what some example needs of RLIMIT_NOFILE (getrlimit(2)).
const fewFiles = 256

// openFiles asks how many files a process may have open at once. Go has raised
// that to the hard limit when a program starts.
func openFiles(context.Context) (string, error) {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return "", os.NewSyscallError("getrlimit", err)
	}
	n := uint64(limit.Cur)
	if n < fewFiles {
		return "", fault.New(fmt.Sprintf("ulimit -n %d, as root or in a new login", 4*fewFiles), "a process may have %d files open", n)
	}
	if n > math.MaxInt64-1 {
		return "no limit", nil
	}
	return fmt.Sprintf("at most %d", n), nil
}
