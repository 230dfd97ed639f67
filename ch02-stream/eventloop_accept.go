//go:build linux || darwin || dragonfly || freebsd || netbsd || openbsd

package stream

import (
	"errors"
	"net"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// newEventLoop takes ln over: from a net.Listener, of which the runtime's own
// poller would wait, to a descriptor that is the loop's.
func newEventLoop(ln *net.TCPListener) (*eventLoop, error) {
	defer ln.Close()
	l := &eventLoop{listener: -1, conns: map[int]*eventConn{}, buf: make([]byte, bufferSize)}
	quit, stop, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	l.quit, l.quitFD, l.stop = quit, int(quit.Fd()), func() { _ = stop.Close() } // the read end becomes readable: EOF
	if l.poll, err = newPoller(); err != nil {
		l.close()
		return nil, err
	}
	err = control(ln, func(fd int) (err error) {
		l.listener, err = unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0)
		return os.NewSyscallError("fcntl", err)
	})
	for _, fd := range []int{l.listener, l.quitFD} {
		if err == nil {
			err = l.poll.change(fd, none, readable)
		}
	}
	if err != nil {
		l.close()
		return nil, err
	}
	return l, nil
}

// close closes whatever is left open.
func (l *eventLoop) close() {
	for fd := range l.conns {
		_ = unix.Close(fd) // a client that outstayed the deadline
	}
	if l.listener >= 0 {
		_ = unix.Close(l.listener)
	}
	if l.poll != nil {
		l.poll.close()
	}
	l.stop()
	_ = l.quit.Close()
}

// accept takes all that wait in the queue.
func (l *eventLoop) accept() error {
	for {
		fd, err := acceptNonblock(l.listener)
		switch {
		case err == unix.EAGAIN:
			return nil
		case err == unix.EINTR || err == unix.ECONNABORTED: // accept(2): try the next
			continue
		case isExhausted(err):
			return l.pause(true)
		case err != nil:
			return os.NewSyscallError("accept", err)
		}
		l.conns[fd] = &eventConn{fd: fd}
		// As net does: an answer is not held back for the client's ACK (tcp(7)).
		_ = unix.SetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_NODELAY, 1) // fails if the client is gone, which Read reports
		if err := l.poll.change(fd, none, readable); err != nil {
			return err
		}
	}
}

// pause stops watching the listener: without a descriptor to accept with, it
// would stay readable and the loop would spin. After a moment it is watched
// again.
func (l *eventLoop) pause(on bool) error {
	l.paused = on && l.listener >= 0
	switch {
	case l.listener < 0:
		return nil
	case on:
		return l.poll.change(l.listener, readable, none)
	}
	return l.poll.change(l.listener, none, readable)
}

// drain accepts no more and gives the connections until the deadline.
func (l *eventLoop) drain() error {
	l.deadline = time.Now().Add(lastWords)
	err := errors.Join(
		l.poll.change(l.quitFD, readable, none),
		os.NewSyscallError("close", unix.Close(l.listener)),
	)
	l.listener, l.paused = -1, false
	return err
}

// timeout is how long to wait for the next event; negative is for ever.
func (l *eventLoop) timeout() time.Duration {
	switch {
	case !l.deadline.IsZero():
		return max(0, time.Until(l.deadline))
	case l.paused:
		return firstDelay
	}
	return -1
}
