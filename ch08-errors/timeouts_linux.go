package sockerrors

import (
	"context"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// systemWaits are those that end by the kernel's own verdict.
func systemWaits() []waiting {
	return []waiting{
		{"write, the kernel has given up (TCP_USER_TIMEOUT)", provokeTimedOut},
		{"recvfrom, SO_RCVTIMEO has passed", receiveTimeout},
	}
}

// receiveTimeout waits in a blocking recvfrom with SO_RCVTIMEO, whose end is
// EAGAIN (socket(7)), and WSAETIMEDOUT in Winsock. Package net does without.
func receiveTimeout(ctx context.Context, b *bench) error {
	fd, _, err := b.bound(unix.SOCK_DGRAM)
	if err != nil {
		return err
	}
	limit := unix.NsecToTimeval(soon.Nanoseconds())
	if err := unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &limit); err != nil {
		return os.NewSyscallError("setsockopt", err)
	}
	for {
		// A signal ends the call as well: signal(7), SA_RESTART.
		_, _, err := unix.Recvfrom(fd, make([]byte, 1), 0)
		if err != unix.EINTR {
			return &net.OpError{Op: "read", Net: "udp", Err: os.NewSyscallError("recvfrom", err)}
		}
	}
}
