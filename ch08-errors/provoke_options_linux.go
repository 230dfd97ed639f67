package sockerrors

import (
	"context"
	"os"

	"golang.org/x/sys/unix"
)

// options are what setsockopt(2) and getsockopt(2) refuse.
var options = theme{"Options.", []provocation{
	{"ENOPROTOOPT", "getsockopt of option 9999", "caller", "",
		onSocket(unix.SOCK_STREAM, "getsockopt", getOption(9999))},
	{"EDOM", "SO_RCVTIMEO of 0 s and 2,000,000 µs", "caller", "",
		onSocket(unix.SOCK_STREAM, "setsockopt", wideMicroseconds)},
	{"ENODATA", "SO_PEERGROUPS of a TCP socket", "caller", "",
		onSocket(unix.SOCK_STREAM, "getsockopt", getOption(unix.SO_PEERGROUPS))},
	{"ENODEV", "SO_BINDTODEVICE to an interface that is not there", "caller", "",
		onSocket(unix.SOCK_DGRAM, "setsockopt", bindToNoDevice)},
	{"EPERM", "SO_DETACH_FILTER after SO_LOCK_FILTER", "caller", "",
		onSocket(unix.SOCK_DGRAM, "setsockopt", detachLocked)},
	{"EEXIST", "epoll_ctl adds a socket twice", "caller", "", provokeAddedTwice},
}}

func getOption(option int) func(fd int) error {
	return func(fd int) error {
		_, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, option)
		return err
	}
}

// wideMicroseconds sets a time whose microseconds are two seconds: out of the
// domain of struct timeval.
func wideMicroseconds(fd int) error {
	return unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &unix.Timeval{Usec: 2_000_000})
}

func bindToNoDevice(fd int) error {
	return unix.SetsockoptString(fd, unix.SOL_SOCKET, unix.SO_BINDTODEVICE, "nosuch0")
}

// detachLocked locks the socket's filter, which no privilege undoes
// (socket(7), SO_LOCK_FILTER), and then takes it away.
func detachLocked(fd int) error {
	if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_LOCK_FILTER, 1); err != nil {
		return err
	}
	return unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_DETACH_FILTER, 0)
}

func provokeAddedTwice(_ context.Context, b *bench) error {
	poller, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return os.NewSyscallError("epoll_create1", err)
	}
	b.keepFD(poller)
	fd, err := b.socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err != nil {
		return err
	}
	for range 2 {
		event := unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(fd)}
		if err := unix.EpollCtl(poller, unix.EPOLL_CTL_ADD, fd, &event); err != nil {
			return os.NewSyscallError("epoll_ctl", err)
		}
	}
	return nil
}
