//go:build darwin || dragonfly || freebsd || netbsd || openbsd

package stream

import (
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// filters says what kevent(2) calls an interest. NetBSD numbers them from 0.
var filters = [...]int{readable: unix.EVFILT_READ, writable: unix.EVFILT_WRITE}

// A poller is a kqueue (kqueue(2)), level-triggered: a descriptor is reported
// as long as it is ready, so nothing is lost by doing one thing at a time. An
// end or an error of the stream makes it ready too: the read or the write that
// follows returns it.
type poller struct {
	fd     int
	events [128]unix.Kevent_t
	ready  []int
}

// newPoller wraps kqueue(2). A kqueue is not inherited by a child of fork(2),
// but would live through exec, hence the flag.
func newPoller() (*poller, error) {
	fd, err := unix.Kqueue()
	if err != nil {
		return nil, os.NewSyscallError("kqueue", err)
	}
	unix.CloseOnExec(fd)
	return &poller{fd: fd}, nil
}

func (p *poller) close() { _ = unix.Close(p.fd) } // nothing is buffered in it

// change wraps kevent(2) with a change list. A filter watches one direction,
// so that another interest is another filter. Closing a descriptor removes its
// filters without a call.
func (p *poller) change(fd int, from, to interest) error {
	var changes [2]unix.Kevent_t
	n := 0
	if from != none {
		unix.SetKevent(&changes[n], fd, filters[from], unix.EV_DELETE)
		n++
	}
	if to != none {
		unix.SetKevent(&changes[n], fd, filters[to], unix.EV_ADD)
		n++
	}
	_, err := unix.Kevent(p.fd, changes[:n], nil, nil)
	return os.NewSyscallError("kevent", err)
}

// wait wraps kevent(2) with an event list: it returns the descriptors that are
// ready, none after timeout. A negative timeout has no end. The result is good
// until the next call.
func (p *poller) wait(timeout time.Duration) ([]int, error) {
	var limit *unix.Timespec
	if timeout >= 0 {
		ts := unix.NsecToTimespec(timeout.Nanoseconds())
		limit = &ts
	}
	n, err := unix.Kevent(p.fd, nil, p.events[:], limit)
	if err == unix.EINTR {
		n, err = 0, nil // a signal, the runtime's own among them
	}
	p.ready = p.ready[:0]
	for i := range max(n, 0) {
		p.ready = append(p.ready, int(p.events[i].Ident))
	}
	return p.ready, os.NewSyscallError("kevent", err)
}

// acceptNonblock wraps accept(2). macOS has no accept4, so a program that
// starts another between the two calls must hold syscall.ForkLock.
func acceptNonblock(listener int) (int, error) {
	syscall.ForkLock.RLock()
	fd, _, err := unix.Accept(listener)
	if err == nil {
		unix.CloseOnExec(fd)
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return -1, err
	}
	if err := unix.SetNonblock(fd, true); err != nil {
		_ = unix.Close(fd) // the error is SetNonblock's
		return -1, err
	}
	return fd, nil
}
