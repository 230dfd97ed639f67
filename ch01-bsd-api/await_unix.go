//go:build unix

package bsdapi

import (
	"context"
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// pollNames are poll(2)'s events, as section 2 of the manual spells them.
var pollNames = []struct {
	bit  int16
	name string
}{
	{unix.POLLIN, "POLLIN"}, {unix.POLLOUT, "POLLOUT"}, {unix.POLLERR, "POLLERR"},
	{unix.POLLHUP, "POLLHUP"}, {unix.POLLNVAL, "POLLNVAL"},
}

// eventNames spells a set of them out.
func eventNames(events int16) string {
	var names []string
	for _, e := range pollNames {
		if events&e.bit != 0 {
			names = append(names, e.name)
		}
	}
	return strings.Join(names, "|")
}

// await waits for one descriptor and says what happened to it.
func await(fd int, events int16) (string, error) {
	set := []unix.PollFd{{Fd: int32(fd), Events: events}}
	err := pollAgain(set)
	return eventNames(set[0].Revents), err
}

// pollAgain wraps poll(2), and calls it again when a signal has ended it: the
// runtime sends its own threads signals, and poll is never resumed
// (signal(7)).
func pollAgain(set []unix.PollFd) error {
	for {
		n, err := unix.Poll(set, int(patience.Milliseconds()))
		switch {
		case err == unix.EINTR:
			continue
		case err != nil:
			return os.NewSyscallError("poll", err)
		case n == 0:
			return fmt.Errorf("poll: nothing within %v: %w", patience, context.DeadlineExceeded)
		}
		return nil
	}
}
