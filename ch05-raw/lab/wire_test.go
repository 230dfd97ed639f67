package ping_test

import (
	"net"
	"net/netip"
	"os"
	"sync"
	"sync/atomic"
	"time"

	ping "sockbook/ch05-raw/lab"
)

// A wire is a raw socket, in memory, and what is at the other end of it.
type wire struct {
	// respond says what is heard when message n, from 0, has been sent, or
	// with what error it is not.
	respond func(n int, message []byte, to netip.Addr) ([]heard, error)

	mu       sync.Mutex
	began    time.Time
	sent     []time.Duration // when, after began
	in       chan heard
	setting  sync.Mutex
	deadline chan time.Time // the newest, for a Receive that waits
	until    time.Time
	closed   chan struct{}
	reading  atomic.Int32 // how many Receives wait
	once     sync.Once
}

var _ ping.Conn = (*wire)(nil)

// A heard is a packet, or an error, that comes after a time.
type heard struct {
	after  time.Duration
	packet []byte
	from   netip.Addr
	err    error
}

func newWire(respond func(n int, message []byte, to netip.Addr) ([]heard, error)) *wire {
	return &wire{respond: respond, began: time.Now(), in: make(chan heard, 1<<15),
		deadline: make(chan time.Time, 1), closed: make(chan struct{})}
}

func (w *wire) Send(message []byte, to netip.Addr) error {
	select {
	case <-w.closed:
		return net.ErrClosed
	default:
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	n := len(w.sent)
	w.sent = append(w.sent, time.Since(w.began).Round(time.Millisecond))
	all, err := w.respond(n, append([]byte{}, message...), to)
	for _, h := range all {
		w.later(h)
	}
	return err
}

// later lets h be heard when its time has come.
func (w *wire) later(h heard) { time.AfterFunc(h.after, func() { w.in <- h }) }

// times are when messages were sent.
func (w *wire) times() []time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]time.Duration{}, w.sent...)
}

func (w *wire) Receive(p []byte) (int, netip.Addr, error) {
	w.reading.Add(1)
	defer w.reading.Add(-1)
	for {
		var expired <-chan time.Time
		if !w.until.IsZero() {
			timer := time.NewTimer(time.Until(w.until))
			defer timer.Stop()
			expired = timer.C
		}
		select { // what has ended comes before what has arrived
		case <-w.closed:
			return 0, netip.Addr{}, net.ErrClosed
		case w.until = <-w.deadline:
			continue
		default:
		}
		if !w.until.IsZero() && !time.Now().Before(w.until) {
			return 0, netip.Addr{}, &net.OpError{Op: "read", Net: "memory", Err: os.ErrDeadlineExceeded}
		}
		select {
		case <-w.closed:
		case w.until = <-w.deadline:
		case <-expired:
		case h := <-w.in:
			if h.err != nil {
				return 0, netip.Addr{}, &net.OpError{Op: "read", Net: "memory", Err: h.err}
			}
			return copy(p, h.packet), h.from, nil
		}
	}
}

// SetReadDeadline tells the Receive that waits, or the next.
func (w *wire) SetReadDeadline(t time.Time) error {
	w.setting.Lock()
	defer w.setting.Unlock()
	select {
	case <-w.deadline: // an older one that nobody has seen
	default:
	}
	w.deadline <- t
	return nil
}

func (w *wire) Close() error { w.once.Do(func() { close(w.closed) }); return nil }

// back is the packet with the answer to a question, made of the question.
func back(message []byte, from, to netip.Addr) heard {
	id, seq := uint16(message[4])<<8|uint16(message[5]), uint16(message[6])<<8|uint16(message[7])
	return heard{packet: packet(echo(true, id, seq, string(message[8:]), from, to), from, to), from: from}
}

// answers responds to each question after a time, and to number n, from 0, as
// otherwise says, if it does.
func answers(rtt time.Duration, otherwise map[int][]heard) func(int, []byte, netip.Addr) ([]heard, error) {
	return func(n int, message []byte, to netip.Addr) ([]heard, error) {
		if all, ok := otherwise[n]; ok {
			return all, nil
		}
		h := back(message, to, here)
		h.after = rtt
		return []heard{h}, nil
	}
}

// kernelInMemory does what the kernel does for 127.0.0.1 and ::1: it answers
// what is intact, and the raw socket hears the question too.
func kernelInMemory(silent bool) *wire {
	return newWire(func(_ int, message []byte, to netip.Addr) ([]heard, error) {
		all := []heard{{packet: packet(append([]byte{}, message...), to, to), from: to}}
		intact := string(summed(append([]byte{}, message...), 2)) == string(message)
		if !silent && (intact || to.Is6()) {
			all = append(all, back(message, to, to))
		}
		return all, nil
	})
}
