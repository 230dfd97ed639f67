//go:build !unix

package peers

import "os/exec"

// ownGroup does nothing: none of the programs that run here starts another.
func ownGroup(*exec.Cmd) {}

func killGroup(*exec.Cmd) {}
