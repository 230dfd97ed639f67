//go:build !unix

package unixdomain

import "os/exec"

// Activated is refused here: package os hands a program on Windows no files
// but its standard three.
func Activated() ([]Named, error) {
	return nil, elsewhere("socket activation needs a Unix")
}

// Activate is refused here, as [Activated] is.
func Activate(*exec.Cmd, ...Named) error {
	return elsewhere("socket activation needs a Unix")
}
