//go:build linux || darwin || dragonfly || freebsd || netbsd || openbsd

package stream

import (
	"bytes"
	"context"
	"io"
	"net"
	"os"
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

// serveEventLoop serves all connections from one thread: ask the kernel which
// are ready, do for each what it is ready for, and never wait for one of them.
func serveEventLoop(ctx context.Context, ln *net.TCPListener) error {
	runtime.LockOSThread() // else the scheduler may move the loop at each wait
	defer runtime.UnlockOSThread()
	l, err := newEventLoop(ln)
	if err != nil {
		return err
	}
	defer l.close()
	defer context.AfterFunc(ctx, l.stop)()
	return l.run()
}

// interest is what to be told about a descriptor.
type interest int

const (
	none interest = iota
	readable
	writable
)

// An eventLoop is a server's whole state. Only its own goroutine touches it.
type eventLoop struct {
	poll     *poller
	listener int                // descriptor; -1 once closed
	paused   bool               // the listener is not watched: no descriptor is left
	conns    map[int]*eventConn // by descriptor
	buf      []byte             // one for all: between turns a connection keeps only what it could not write
	quit     *os.File           // reads EOF once stop has run
	quitFD   int
	stop     func()
	deadline time.Time // set once draining
}

// An eventConn is one connection's state. A goroutine has its own on its
// stack; here it is spelled out.
type eventConn struct {
	fd      int
	pending []byte // read and not yet written
}

// run returns when the listener and all connections are closed, or the
// deadline has passed.
func (l *eventLoop) run() error {
	for l.listener >= 0 || len(l.conns) > 0 {
		ready, err := l.poll.wait(l.timeout())
		if err != nil {
			return err
		}
		if !l.deadline.IsZero() && time.Now().After(l.deadline) {
			return nil
		}
		for _, fd := range ready {
			if err := l.dispatch(fd); err != nil {
				return err
			}
		}
		if l.paused {
			if err := l.pause(false); err != nil {
				return err
			}
		}
	}
	return nil
}

// dispatch handles one ready descriptor. It may be gone: an earlier one of the
// same batch can have closed it.
func (l *eventLoop) dispatch(fd int) error {
	switch c := l.conns[fd]; {
	case c != nil:
		if l.turn(c) != nil { // io.EOF, or what broke this connection alone
			delete(l.conns, fd)
			_ = unix.Close(fd) // the poller forgets it too
		}
	case fd == l.listener:
		return l.accept()
	case fd == l.quitFD:
		return l.drain()
	}
	return nil
}

// turn reads once and writes once. What cannot be written stays pending, and
// until it is written nothing more is read: the client's unread echoes fill
// its window, then the server's send buffer, and then the client's own sends
// wait. That is back-pressure; a loop that kept reading would keep the bytes.
func (l *eventLoop) turn(c *eventConn) error {
	data := c.pending
	if len(data) == 0 {
		n, err := unix.Read(c.fd, l.buf)
		if err == unix.EAGAIN || err == unix.EINTR {
			return nil // it was ready when the kernel said so
		} else if err != nil {
			return err
		} else if n == 0 {
			return io.EOF
		}
		data = l.buf[:n]
	}
	n, err := unix.Write(c.fd, data)
	if err == unix.EAGAIN || err == unix.EINTR {
		n = 0
	} else if err != nil {
		return err
	}
	return l.keep(c, data[n:])
}

// keep remembers what is left to write, and watches for what c waits for next.
func (l *eventLoop) keep(c *eventConn, rest []byte) error {
	had := len(c.pending) > 0
	switch {
	case len(rest) == 0 && !had: // the usual case costs no system call
		return nil
	case len(rest) == 0:
		c.pending = nil
		return l.poll.change(c.fd, writable, readable)
	case !had:
		c.pending = bytes.Clone(rest) // out of the shared buffer
		return l.poll.change(c.fd, readable, writable)
	}
	c.pending = rest
	return nil
}
