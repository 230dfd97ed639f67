package sockerrors

import (
	"context"
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// wrongTime are calls that would be right in another state of the socket.
var wrongTime = theme{"Right calls at the wrong time.", []provocation{
	{"EISCONN", "connect on a connected socket", "client", "", provokeConnectedTwice},
	{"EINPROGRESS", "connect without waiting", "client", "net waits for it to end", provokeInProgress},
	{"EALREADY", "connect once more, before the first is over", "client", "", provokeAlready},
	{"ECONNABORTED", "connect again after SO_ERROR said ECONNREFUSED", "client", "", provokeAborted},
	{"EBUSY", "a second dump from netlink before the first is read", "caller", "", provokeBusy},
}}

// provokeConnectedTwice connects to a listener, then again.
func provokeConnectedTwice(_ context.Context, b *bench) error {
	to, err := b.listener(1)
	if err != nil {
		return err
	}
	fd, err := b.socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err != nil {
		return err
	}
	if err := unix.Connect(fd, to); err != nil {
		return os.NewSyscallError("connect", err)
	}
	return os.NewSyscallError("connect", unix.Connect(fd, to))
}

// listener listens with a queue of backlog connections and one, and accepts
// none of them.
func (b *bench) listener(backlog int) (at *unix.SockaddrInet4, err error) {
	fd, at, err := b.bound(unix.SOCK_STREAM)
	if err != nil {
		return nil, err
	}
	return at, os.NewSyscallError("listen", unix.Listen(fd, backlog))
}

// provokeInProgress does not wait for the handshake. Even over loopback the
// answer comes only after connect has let go of the socket.
func provokeInProgress(_ context.Context, b *bench) error {
	to, err := b.listener(1)
	if err != nil {
		return err
	}
	fd, err := b.socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return err
	}
	return os.NewSyscallError("connect", unix.Connect(fd, to))
}

// provokeAlready connects until the listener's queue is full. From then on the
// kernel drops the SYN of a newcomer (listen(2)), whose handshake goes on for
// a minute or two: a second call finds the first still at work.
func provokeAlready(_ context.Context, b *bench) error {
	to, err := b.listener(0)
	if err != nil {
		return err
	}
	for range 8 {
		fd, err := b.socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_NONBLOCK, 0)
		if err != nil {
			return err
		}
		if err := unix.Connect(fd, to); !errors.Is(err, unix.EINPROGRESS) {
			return os.NewSyscallError("connect", err)
		}
		if err := unix.Connect(fd, to); err != nil {
			return os.NewSyscallError("connect", err)
		}
	}
	return nil
}

// provokeAborted asks for the result of a failed connect twice. SO_ERROR tells
// it and forgets it; what is left for the next call is that something failed.
func provokeAborted(_ context.Context, b *bench) error {
	_, to, err := b.bound(unix.SOCK_STREAM) // and nobody listens there
	if err != nil {
		return err
	}
	fd, err := b.socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return err
	}
	if err := unix.Connect(fd, to); !errors.Is(err, unix.EINPROGRESS) {
		return os.NewSyscallError("connect", err)
	}
	if err := awaitEvent(fd, unix.POLLOUT); err != nil {
		return err
	}
	if _, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_ERROR); err != nil {
		return os.NewSyscallError("getsockopt", err)
	}
	return os.NewSyscallError("connect", unix.Connect(fd, to))
}

// awaitEvent wraps poll(2) on one descriptor.
func awaitEvent(fd int, events int16) error {
	for {
		fds := []unix.PollFd{{Fd: int32(fd), Events: events}}
		n, err := unix.Poll(fds, int(allotted.Milliseconds()))
		switch {
		case errors.Is(err, unix.EINTR): // poll is never restarted (signal(7))
		case err != nil:
			return os.NewSyscallError("poll", err)
		case n == 0:
			return os.ErrDeadlineExceeded
		default:
			return nil
		}
	}
}
