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
// nobody else's line, and makes no server wait for the terminal.
type Throttle struct {
	out        io.Writer
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
	return &Throttle{out: out, most: most, each: each, about: make(map[netip.Addr]int)}
}

// Write takes a line. A line that is left out has been taken as well.
func (t *Throttle) Write(line []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if time.Since(t.begin) >= time.Second {
		t.tell()
		t.begin, t.passed = time.Now(), 0
		clear(t.about)
	}
	who := client(line)
	if t.passed < t.most && t.about[who] < t.each {
		t.passed++
		t.about[who]++
		return t.out.Write(line)
	}
	if t.leftOut++; t.telling == nil {
		t.telling = time.AfterFunc(time.Until(t.begin.Add(time.Second)), t.Flush)
	}
	return len(line), nil
}

// client is the address that a line is about: "server: 14:07:02
// 192.0.2.1:40000: connected".
func client(line []byte) netip.Addr {
	for word := range bytes.FieldsSeq(line) {
		if at, err := netip.ParseAddrPort(string(bytes.TrimSuffix(word, []byte(":")))); err == nil {
			return at.Addr().Unmap()
		}
	}
	return netip.Addr{}
}

// Flush says now how many lines were left out, if any were.
func (t *Throttle) Flush() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.tell()
}

func (t *Throttle) tell() {
	if t.telling == nil {
		return
	}
	t.telling.Stop()
	_, _ = fmt.Fprintf(t.out, "… and %d more lines in that second\n", t.leftOut) // as with a log: who would be told?
	t.telling, t.leftOut = nil, 0
}
