//go:build linux || darwin || dragonfly || freebsd || netbsd || openbsd

package stream

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// put connects all clients, then has each send a message, wait for its echo,
// send the next, until its turns are done. It is an event loop itself, on one
// thread: what the thread uses is the load's own CPU time and not the
// server's.
func (l load) put(ctx context.Context, to *net.TCPAddr) (result, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var r result
	before := threadCPU()
	start := time.Now()
	d := &driver{load: l, message: bytes.Repeat([]byte("x"), l.size), buf: make([]byte, l.size), start: start}
	defer d.close()
	addr := &unix.SockaddrInet4{Port: to.Port, Addr: [4]byte(to.IP.To4())}
	err := d.run(ctx, addr)
	r.elapsed, r.firstAnswer, r.ownCPU = time.Since(start), d.firstAnswer, threadCPU()-before
	return r, err
}

// A driver is a load under way.
type driver struct {
	load
	poll        *poller
	clients     map[int]*loadClient // by descriptor
	message     []byte
	buf         []byte
	start       time.Time
	firstAnswer time.Duration
}

// A loadClient is one connection of a load.
type loadClient struct {
	turns int // echoes that came back whole
	got   int // bytes of the present one
}

func (d *driver) run(ctx context.Context, addr *unix.SockaddrInet4) (err error) {
	if d.poll, err = newPoller(); err != nil {
		return err
	}
	d.clients = make(map[int]*loadClient, d.conns)
	for range d.conns {
		if err := d.connect(addr); err != nil {
			return err
		}
	}
	for len(d.clients) > 0 {
		ready, err := d.poll.wait(100 * time.Millisecond) // then look at ctx
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		for _, fd := range ready {
			if err := d.turn(fd); err != nil {
				return err
			}
		}
	}
	return nil
}

// connect wraps socket(2) and connect(2), and sends the first message.
func (d *driver) connect(addr *unix.SockaddrInet4) error {
	syscall.ForkLock.RLock() // a child started between the two calls would hold the connection open
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err == nil {
		unix.CloseOnExec(fd)
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return os.NewSyscallError("socket", err)
	}
	d.clients[fd] = &loadClient{}
	if err := unix.Connect(fd, addr); err != nil {
		return os.NewSyscallError("connect", err)
	}
	if err := unix.SetNonblock(fd, true); err != nil {
		return os.NewSyscallError("fcntl", err)
	}
	if err := d.poll.change(fd, none, readable); err != nil {
		return err
	}
	return d.send(fd)
}

// send writes one message. A socket whose peer has echoed all before it has
// room for one: a short write would be a load that is not the one meant.
func (d *driver) send(fd int) error {
	n, err := unix.Write(fd, d.message)
	if err == nil && n < len(d.message) {
		err = io.ErrShortWrite
	}
	return os.NewSyscallError("write", err)
}

// turn reads what has come back to one client.
func (d *driver) turn(fd int) error {
	c := d.clients[fd]
	n, err := unix.Read(fd, d.buf[:d.size-c.got])
	switch {
	case err == unix.EAGAIN || err == unix.EINTR:
		return nil
	case err != nil:
		return os.NewSyscallError("read", err)
	case n == 0:
		return fmt.Errorf("the server hung up after %d echoes: %w", c.turns, io.ErrUnexpectedEOF)
	case !bytes.Equal(d.buf[:n], d.message[c.got:c.got+n]):
		return fmt.Errorf("echo %d differs from what was sent", c.turns+1)
	}
	if c.got += n; c.got < d.size {
		return nil
	}
	if c.turns == 0 {
		d.firstAnswer = time.Since(d.start) // the last one to get its first answer counts
	}
	if c.got, c.turns = 0, c.turns+1; c.turns < d.turns {
		return d.send(fd)
	}
	delete(d.clients, fd)
	return os.NewSyscallError("close", unix.Close(fd))
}

// close closes what an error has left open.
func (d *driver) close() {
	for fd := range d.clients {
		_ = unix.Close(fd)
	}
	if d.poll != nil {
		d.poll.close()
	}
}
