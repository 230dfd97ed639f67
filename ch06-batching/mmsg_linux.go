package batching

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// An mmsg moves messages with recvmmsg(2) and sendmmsg(2), or recvmsg(2) and
// sendmsg(2) if it has room for one message only. Its memory is made once;
// the two functions for the poller as well, for a closure is memory too.
type mmsg struct {
	raw           syscall.RawConn
	family        int
	counters      *counters
	in, out       *headers
	buffers       []byte
	messages      []message
	read, write   func(fd uintptr) bool
	wanted, moved int
	errno         syscall.Errno
}

func newMmsg(raw syscall.RawConn, n, family int, c *counters) *mmsg {
	m := &mmsg{
		raw: raw, family: family, counters: c,
		in: newHeaders(n, n), out: newHeaders(n, max(n, maxSegments)),
		buffers: make([]byte, n*maxDatagram), messages: make([]message, n),
	}
	m.read, m.write = m.tryRead, m.tryWrite
	return m
}

// receive returns what waits, at least one message, as soon as there is any:
// it never waits for a batch to fill.
func (m *mmsg) receive() ([]message, error) {
	m.in.expect(m.buffers)
	if err := m.raw.Read(m.read); err != nil {
		return nil, err
	}
	if m.errno != 0 {
		return nil, os.NewSyscallError(m.in.name("recv"), m.errno)
	}
	got := m.messages[:m.moved]
	for i := range got {
		m.in.message(i, m.buffers[i*maxDatagram:], &got[i])
		m.counters.received.Add(int64(got[i].datagrams()))
	}
	return got, nil
}

// tryRead reports whether the reading is over, for good or ill. If not, the
// poller waits until the socket is readable and calls it again.
func (m *mmsg) tryRead(fd uintptr) bool {
	m.counters.receives.Add(1)
	m.moved, m.errno = m.in.recv(int(fd))
	return m.errno != unix.EAGAIN && m.errno != unix.EINTR
}

// send implements [socket]. sendmmsg says how many messages it took, and of
// the one where it stopped, nothing, unless that is the first.
func (m *mmsg) send(trains []train) (int, error) {
	m.wanted = m.out.load(trains, m.family)
	if err := m.raw.Write(m.write); err != nil {
		return 0, err
	}
	if m.errno != 0 {
		return 0, os.NewSyscallError(m.out.name("send"), m.errno)
	}
	for i := range trains[:m.moved] {
		m.counters.sent.Add(int64(trains[i].count))
	}
	return m.moved, nil
}

func (m *mmsg) tryWrite(fd uintptr) bool {
	m.counters.sends.Add(1)
	m.moved, m.errno = m.out.send(int(fd), m.wanted)
	return m.errno != unix.EAGAIN && m.errno != unix.EINTR
}
