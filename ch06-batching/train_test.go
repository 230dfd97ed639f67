package batching

import (
	"bytes"
	"errors"
	"net"
	"net/netip"
	"os"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// to is the address of one of several peers.
func to(n byte) netip.AddrPort { return netip.AddrPortFrom(netip.AddrFrom4([4]byte{192, 0, 2, n}), 7) }

// lengthy is a message of n bytes to peer 1, in datagrams of segment.
func lengthy(n, segment int) message {
	return message{data: make([]byte, n), segment: segment, peer: to(1)}
}

func repeat(n int, m message) (list []message) {
	for range n {
		list = append(list, m)
	}
	return list
}

func TestCoalesce(t *testing.T) {
	other := message{data: make([]byte, 100), peer: to(2)}
	elsewhere := lengthy(100, 0)
	elsewhere.local.n = 1
	for _, c := range []struct {
		what     string
		messages []message
		segments []int // of each train
		counts   []int
	}{
		{"none", nil, nil, nil},
		{"one is a plain send", repeat(1, lengthy(100, 0)), []int{0}, []int{1}},
		{"equal lengths", repeat(3, lengthy(100, 0)), []int{100}, []int{3}},
		{"a short last", []message{lengthy(100, 0), lengthy(40, 0)}, []int{100}, []int{2}},
		{"nothing behind a short one", []message{lengthy(100, 0), lengthy(40, 0), lengthy(40, 0)}, []int{100, 0}, []int{2, 1}},
		{"none longer", []message{lengthy(40, 0), lengthy(100, 0)}, []int{0, 0}, []int{1, 1}},
		{"none empty", []message{lengthy(40, 0), lengthy(0, 0), lengthy(0, 0)}, []int{0, 0, 0}, []int{1, 1, 1}},
		{"another peer", []message{lengthy(100, 0), other, lengthy(100, 0)}, []int{0, 0, 0}, []int{1, 1, 1}},
		{"asked at another address", []message{lengthy(100, 0), elsewhere}, []int{0, 0}, []int{1, 1}},
		{"64 segments", repeat(130, lengthy(10, 0)), []int{10, 10, 10}, []int{64, 64, 2}},
		{"65,507 bytes", repeat(109, lengthy(1200, 0)), []int{1200, 1200, 0}, []int{54, 54, 1}},
		{"joined ones of one length", []message{lengthy(200, 100), lengthy(350, 100), lengthy(100, 0)}, []int{100, 0}, []int{6, 1}},
		{"joined ones of two", []message{lengthy(200, 100), lengthy(180, 90)}, []int{100, 90}, []int{2, 2}},
	} {
		var segments, counts []int
		for _, train := range coalesce(c.messages, nil) {
			segments, counts = append(segments, train.segment), append(counts, train.count)
		}
		assert.Equal(t, c.segments, segments, c.what)
		assert.Equal(t, c.counts, counts, c.what)
	}
}

// Whatever the messages, what a kernel makes of the trains are the datagrams
// of the messages, in order, and no train is over a limit.
func FuzzCoalesce(f *testing.F) {
	f.Add([]byte{10, 0, 10, 0, 5, 0, 1, 2})
	f.Add(bytes.Repeat([]byte{200, 50}, 40))
	f.Fuzz(func(t *testing.T, shape []byte) {
		var messages []message
		for i := 0; i+1 < len(shape) && i < 400; i += 2 {
			m := message{data: bytes.Repeat([]byte{byte(i)}, 9*int(shape[i])), peer: to(shape[i] % 2)}
			if s := int(shape[i+1]); s > 0 && s < len(m.data) {
				m.segment = s
			}
			if m.datagrams() <= maxSegments {
				messages = append(messages, m)
			}
		}
		var want, got []message
		for i := range messages {
			want = messages[i].split(want)
		}
		for _, train := range coalesce(messages, nil) {
			require.LessOrEqual(t, train.count, maxSegments)
			require.LessOrEqual(t, train.bytes, largest)
			got = append(got, cut(train)...)
		}
		require.Equal(t, len(want), len(got))
		for i := range want {
			require.Equal(t, want[i].peer, got[i].peer)
			require.True(t, bytes.Equal(want[i].data, got[i].data))
		}
	})
}

// cut is what the kernel does with a train: the bytes of all its messages, by
// length.
func cut(t train) []message {
	whole := message{segment: t.segment, peer: t.messages[0].peer}
	for _, m := range t.messages {
		whole.data = append(whole.data, m.data...)
	}
	return whole.split(nil)
}

// A pretended kernel takes as many trains a call as it is told, and fails some.
type pretended struct {
	calls  int
	most   int               // trains a call
	fails  func(train) error // nil: none
	lately []int             // datagrams of what was sent
}

func (p *pretended) receive() ([]message, error) { return nil, net.ErrClosed }

func (p *pretended) send(trains []train) (int, error) {
	p.calls++
	for i, train := range trains {
		if err := p.fails(train); err != nil && i == 0 {
			return 0, err
		} else if err != nil || i == p.most {
			return i, nil // a partial send has no error
		}
		p.lately = append(p.lately, train.count)
	}
	return len(trains), nil
}

func TestOutbox(t *testing.T) {
	ofGSO := func(err error) func(train) error {
		return func(t train) error {
			if t.segment > 0 {
				return err
			}
			return nil
		}
	}
	of7 := func(t train) error {
		if t.bytes == 7 {
			return syscall.ECONNREFUSED
		}
		return nil
	}
	list := append(repeat(3, lengthy(100, 0)), lengthy(7, 0), lengthy(300, 100))
	for _, c := range []struct {
		what  string
		fails func(train) error
		most  int
		sent  []int
		gso   bool
		told  int // errors given up for, or of lost trains
		err   error
	}{
		{"all is well", ofGSO(nil), 10, []int{4, 3}, true, 0, nil},
		{"a train a call", ofGSO(nil), 1, []int{4, 3}, true, 0, nil},
		{"no GSO here: once and for all", ofGSO(syscall.EIO), 10, []int{1, 1, 1, 1, 1, 1, 1}, false, 1, nil},
		{"longer than the path's MTU: this time", ofGSO(syscall.EMSGSIZE), 10, []int{1, 1, 1, 1, 1, 1, 1}, true, 0, nil},
		{"the socket was closed", func(train) error { return net.ErrClosed }, 10, nil, true, 0, net.ErrClosed},
		{"and while singles were sent", func(t train) error {
			return errors.Join(ofGSO(syscall.EIO)(t), map[bool]error{true: os.ErrDeadlineExceeded}[t.bytes == 7])
		}, 1, []int{1, 1, 1}, false, 1, os.ErrDeadlineExceeded},
	} {
		kernel, told := &pretended{most: c.most, fails: c.fails}, 0
		box := outbox{socket: kernel, gso: true,
			gaveUp: func(error) { told++ }, lost: func(netip.AddrPort, error) { told++ }}
		require.ErrorIs(t, box.flush(list), c.err, c.what)
		assert.Equal(t, c.sent, kernel.lately, c.what)
		assert.Equal(t, c.gso, box.gso, c.what)
		assert.Equal(t, c.told, told, c.what)
	}

	kernel, lost := &pretended{most: 10, fails: of7}, 0
	box := outbox{socket: kernel, lost: func(netip.AddrPort, error) { lost++ }}
	require.NoError(t, box.flush(list))
	assert.Equal(t, []int{1, 1, 1, 1, 1, 1}, kernel.lately, "what is behind a refused message is sent")
	assert.Equal(t, 1, lost)
	assert.Equal(t, 3, kernel.calls, "up to the refused one, from it on, behind it")
}
