//go:build !unix

package chapters

import (
	"os/exec"
)

// ownGroup leaves the child in our group: a console delivers Ctrl-C to both.
// Windows has no signal to send to one process alone, so cancelling kills.
func ownGroup(cmd *exec.Cmd) {}

func endGroup(cmd *exec.Cmd) {}
