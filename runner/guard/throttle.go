package guard

import (
	"bytes"
	"fmt"
	"io"
	"net/netip"
	"sync"
	"time"
)

// A Throttle passes on so many lines of a server's log in a second, and so
// many of them about one client's address, and says how many it has left out.
// A client that is refused again and again fills no terminal with it, hides
// nobody else's line, and makes no server wait for the terminal: another
// goroutine writes what is passed on, and ends when it has.
type Throttle struct {
	out        spool
	most, each int

	mu      sync.Mutex
	begin   time.Time // of the second that is counted
	passed  int
	about   map[netip.Addr]int // of those passed; the zero Addr is nobody's
	leftOut int
	telling *time.Timer // at the end of that second; nil if nothing was left out
}

// NewThrottle passes most lines a second on to out, each about one address.
func NewThrottle(out io.Writer, most, each int) *Throttle {
	return &Throttle{out: spool{out: out}, most: most, each: each, about: make(map[netip.Addr]int)}
}

// Write takes a line and returns at once. A line that is left out has been
// taken as well.
func (t *Throttle) Write(line []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if time.Since(t.begin) >= time.Second {
		t.tell()
		t.begin, t.passed = time.Now(), 0
		clear(t.about)
	}
	who := subject(line)
	if t.passed < t.most && t.about[who] < t.each {
		t.passed++
		t.about[who]++
		t.out.put(bytes.Clone(line), 1)
	} else if t.leftOut++; t.telling == nil {
		t.telling = time.AfterFunc(time.Until(t.begin.Add(time.Second)), t.tellNow)
	}
	return len(line), nil
}

// subject is the address that a line is about: "server: 14:07:02
// 192.0.2.1:40000: connected".
func subject(line []byte) netip.Addr {
	for word := range bytes.FieldsSeq(line) {
		if at, err := netip.ParseAddrPort(string(bytes.TrimSuffix(word, []byte(":")))); err == nil {
			return at.Addr().Unmap()
		}
	}
	return netip.Addr{}
}

// patience is how long Flush waits. A terminal takes what a spool holds in
// milliseconds; one that was stopped may never take it.
const patience = 500 * time.Millisecond

// Flush says now how many lines were left out, if any were, and returns when
// all that was passed on is written, in half a second at the latest.
func (t *Throttle) Flush() {
	t.tellNow()
	t.out.drain(patience)
}

func (t *Throttle) tellNow() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.tell()
}

func (t *Throttle) tell() {
	if t.telling == nil {
		return
	}
	t.telling.Stop()
	t.out.put(fmt.Appendf(nil, "… and %d more lines in that second\n", t.leftOut), t.leftOut)
	t.telling, t.leftOut = nil, 0
}
