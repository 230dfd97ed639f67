//go:build !linux

package unixdomain

import "runtime"

// elsewhere is what this system lacks that another would have.
func elsewhere(what string) error {
	return missing{what: what + "; this is " + runtime.GOOS}
}
