//go:build !unix

package lab

import "os/exec"

// detach has nothing to do: a console is not the program's to open by name.
func detach(*exec.Cmd) {}
