//go:build unix

package lab

import (
	"os/exec"
	"syscall"
)

// detach gives cmd a session of its own: without a controlling terminal it can
// neither write to the reader's nor be stopped for reading from it
// (setsid(2), credentials(7)).
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
