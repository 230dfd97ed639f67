package tap

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"sockbook/chapters/wire"
)

// A Tap takes the packets of another process's network namespace, and what the
// process prints, in the order of their time.
//
// The process calls [Give] with its standard output, for which it is given
// Inside: it opens a socket, which only root of the namespace may, and hands it
// out (SCM_RIGHTS, unix(7)). So the capture runs from before the example to
// after its end, in a process that does not end with it, and the example's
// descriptors have the numbers that they always have.
type Tap struct {
	Inside *os.File

	pipe   int // the other end of Inside
	ring   *ring
	queue  queue
	record []byte
	ended  bool // nobody holds Inside any more
}

// New makes a tap.
func New() (*Tap, error) {
	ends, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, os.NewSyscallError("socketpair", err)
	}
	return &Tap{Inside: os.NewFile(uintptr(ends[1]), "tap"), pipe: ends[0], record: make([]byte, maxRecord)}, nil
}

// End lets Each return once everything is read. The process, and all that it
// has started, must have ended.
func (t *Tap) End() { _ = t.Inside.Close() } // nothing was written through it

// Close gives back what New took.
func (t *Tap) Close() {
	t.End()
	_ = unix.Close(t.pipe) // nothing was written to it
	if t.ring != nil {
		t.ring.close()
	}
}

// Lost is how many packets the ring had no room for.
func (t *Tap) Lost() int {
	if t.ring == nil {
		return 0
	}
	return t.ring.dropped
}

const (
	// late is by how much a packet may be behind a line in being told: the
	// kernel hands a block over after retire, or the time after it.
	late = 4 * retire * time.Millisecond
	// settling is for what the process has sent as it ended.
	settling = 2 * retire * time.Millisecond
	// tooLate bounds the wait for what the kernel has counted and not handed over.
	tooLate = time.Second
)

// Each calls see with each event until End, and after it with those that are
// left.
func (t *Tap) Each(see func(wire.Event)) error {
	for !t.ended {
		if err := t.wait(); err != nil {
			return err
		}
		now := time.Now()
		if err := t.printed(); err != nil {
			return err
		}
		t.drain()
		t.queue.tell(now.Add(-late), see)
	}
	for end := time.Now().Add(tooLate); t.ring != nil && time.Now().Before(end); {
		time.Sleep(settling)
		t.drain()
		before := t.ring.read
		if t.ring.count() && t.ring.read == before {
			break
		}
	}
	t.queue.tell(time.Now().Add(time.Hour), see)
	return nil
}

// wait returns when there is something to read, or a moment has passed.
func (t *Tap) wait() error {
	sources := []unix.PollFd{{Fd: int32(t.pipe), Events: unix.POLLIN}}
	if t.ring != nil {
		sources = append(sources, unix.PollFd{Fd: int32(t.ring.fd), Events: unix.POLLIN})
	}
	_, err := unix.Poll(sources, retire)
	if errors.Is(err, unix.EINTR) {
		return nil
	}
	return os.NewSyscallError("poll", err)
}

func (t *Tap) drain() {
	if t.ring != nil {
		t.ring.drain(t.queue.packet)
	}
}
