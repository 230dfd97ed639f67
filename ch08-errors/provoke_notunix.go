//go:build !unix

package sockerrors

import (
	"strings"
	"syscall"
)

// errnoName is the name of a Winsock error without its WSA, as the BSD family
// has it, "" for what is not in the table.
func errnoName(e syscall.Errno) string {
	entry := OfErrno(e)
	if entry == nil {
		return ""
	}
	return strings.TrimPrefix(entry.nameHere(e), "WSA")
}
