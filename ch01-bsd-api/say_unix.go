//go:build unix

package bsdapi

import (
	"fmt"
	"io"

	"golang.org/x/sys/unix"
)

// say prints a call and how it ended, as strace(1) would: the number that it
// returned, or -1 and the error's name and text.
func say(out io.Writer, party, call string, result int, err error) {
	fmt.Fprintf(out, "%s: %s = %s\n", party, call, outcome(result, err))
}

func outcome(result int, err error) string {
	if errno, ok := errnoOf(err); ok {
		return fmt.Sprintf("-1 %s (%v)", unix.ErrnoName(errno), errno)
	}
	return fmt.Sprint(result)
}

// onOff is a switch as setsockopt(2) takes it.
func onOff(on bool) int {
	if on {
		return 1
	}
	return 0
}
