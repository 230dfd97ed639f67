//go:build unix

package unixdomain

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// descriptors are those in the control messages that a recvmsg(2) brought. All
// that can be found are returned with an error too: whoever loses sight of
// one can never close it.
func descriptors(control []byte) ([]int, error) {
	var all []int
	messages, err := unix.ParseSocketControlMessage(control)
	for i := range messages {
		if h := messages[i].Header; h.Level != unix.SOL_SOCKET || h.Type != unix.SCM_RIGHTS {
			continue // of credentials, say
		}
		fds, bad := unix.ParseUnixRights(&messages[i])
		all = append(all, fds...)
		if bad != nil {
			err = bad
		}
	}
	if err != nil {
		err = fmt.Errorf("%w: %w", errControl, err)
	}
	return all, err
}

// truncated says whether control messages were cut short.
func truncated(flags int) bool { return flags&unix.MSG_CTRUNC != 0 }

func closeDescriptors(fds []int) {
	for _, fd := range fds {
		_ = unix.Close(fd) // nothing was written to it by us
	}
}
