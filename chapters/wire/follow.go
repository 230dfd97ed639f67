package wire

import (
	"fmt"
	"net/netip"
	"strings"
	"time"
)

// pause is how long nothing has to pass for the ladder to say so.
const pause = 100 * time.Millisecond

// A Follower makes rows of events.
type Follower struct {
	book *book
	last time.Time
	line string // that the program has begun to print
}

// NewFollower returns one that knows no pair.
func NewFollower() *Follower { return &Follower{book: newBook()} }

// Follow returns the rows of the next event.
func (f *Follower) Follow(e Event) (rows []Row) {
	if e.Packet == nil {
		return f.printed(e.Print)
	}
	d, ok := decode(e.Packet)
	if !ok {
		return nil
	}
	row := Row{Kernel: d.icmp.kernel}
	if gap := e.Time.Sub(f.last); !row.Kernel {
		if !f.last.IsZero() && gap >= pause {
			rows = append(rows, Row{Gap: gap})
		}
		f.last = e.Time
	}
	p, fresh := f.book.find(e.Packet.Interface.Index, &d)
	row.Pair, row.Back = p.n, p.back(&d)
	if fresh {
		rows = append(rows, Row{Pair: p.n, Kernel: row.Kernel, Title: p.title(&d, e.Packet.Interface)})
	}
	row.tell(p, &d)
	if cut := e.Packet.Length - len(e.Packet.Data); cut > 0 {
		row.Fine += fmt.Sprintf(" (%d bytes of it not captured)", cut)
	}
	return append(rows, row)
}

// maxLine is the length in bytes at which a line is told though it has not
// ended.
const maxLine = 16 << 10

// printed tells the lines that text completes.
func (f *Follower) printed(text string) (rows []Row) {
	f.line += text
	for {
		line, rest, whole := strings.Cut(f.line, "\n")
		if !whole && len(line) < maxLine {
			return rows
		}
		rows = append(rows, Row{Print: line, Printed: true})
		f.line = rest
	}
}

// Flush returns a last line that has no end.
func (f *Follower) Flush() []Row {
	if f.line == "" {
		return nil
	}
	return f.printed("\n")
}

func (p *pair) title(d *datum, on Interface) *Title {
	t := &Title{p.client.String(), p.server.String(), d.proto}
	if d.tcp == nil && d.proto != "UDP" {
		t.Client, t.Server = bare(p.client), bare(p.server)
	}
	if !on.Loopback {
		t.Proto += " on " + on.Name
	}
	return t
}

func bare(a netip.AddrPort) string { return a.Addr().String() }
