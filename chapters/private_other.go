//go:build !linux

package chapters

import (
	"os/exec"
	"runtime"
)

func private(*exec.Cmd) error {
	return &Skipped{
		Reason:    "needs a private network namespace, which Linux has and " + runtime.GOOS + " has not",
		namespace: true,
	}
}

func refused(err error) error { return err }

func raiseLoopback() error { return nil }
