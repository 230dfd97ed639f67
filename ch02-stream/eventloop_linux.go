package stream

import (
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// epollEvents says what epoll_ctl(2) calls an interest.
var epollEvents = [...]uint32{readable: unix.EPOLLIN, writable: unix.EPOLLOUT}

// A poller is an epoll instance (epoll(7)), level-triggered: a descriptor is
// reported as long as it is ready, so nothing is lost by doing one thing at a
// time. It also reports errors and hang-ups, whatever the interest: the read
// or the write that follows returns them.
type poller struct {
	fd     int
	events [128]unix.EpollEvent
	ready  []int
}

// newPoller wraps epoll_create1(2).
func newPoller() (*poller, error) {
	fd, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return nil, os.NewSyscallError("epoll_create1", err)
	}
	return &poller{fd: fd}, nil
}

func (p *poller) close() { _ = unix.Close(p.fd) } // nothing is buffered in it

// change wraps epoll_ctl(2). Closing the last copy of a descriptor removes it
// without a call (epoll(7)).
func (p *poller) change(fd int, from, to interest) error {
	op := unix.EPOLL_CTL_MOD
	if from == none {
		op = unix.EPOLL_CTL_ADD
	} else if to == none {
		op = unix.EPOLL_CTL_DEL
	}
	event := unix.EpollEvent{Events: epollEvents[to], Fd: int32(fd)}
	return os.NewSyscallError("epoll_ctl", unix.EpollCtl(p.fd, op, fd, &event))
}

// wait wraps epoll_wait(2): it returns the descriptors that are ready, none
// after timeout. A negative timeout has no end. The result is good until the
// next call.
func (p *poller) wait(timeout time.Duration) ([]int, error) {
	ms := -1
	if timeout >= 0 {
		ms = int((timeout + time.Millisecond - 1) / time.Millisecond) // rounded up: 0 would not wait
	}
	n, err := unix.EpollWait(p.fd, p.events[:], ms)
	if err == unix.EINTR {
		n, err = 0, nil // a signal, the runtime's own among them
	}
	p.ready = p.ready[:0]
	for _, e := range p.events[:max(n, 0)] {
		p.ready = append(p.ready, int(e.Fd))
	}
	return p.ready, os.NewSyscallError("epoll_wait", err)
}

// acceptNonblock wraps accept4(2).
func acceptNonblock(listener int) (int, error) {
	fd, _, err := unix.Accept4(listener, unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC)
	return fd, err
}
