package broker_test

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	broker "sockbook/ch04-unix-domain/lab"
)

// A process has descriptors, in memory: what the kernel has of a process.
type process struct {
	t    *testing.T
	mu   sync.Mutex
	next int
	open map[int]string // the file behind each
}

func newProcess(t *testing.T) *process {
	return &process{t: t, next: 3, open: map[int]string{}}
}

// file opens a file and returns its descriptor.
func (p *process) file(name string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next++
	p.open[p.next] = name
	return p.next
}

// close is close(2).
func (p *process) close(fd int) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, ok := p.open[fd]; !ok {
		p.t.Errorf("a descriptor that is closed twice may be somebody else's by then\ngot: close(%d), which is not open\nwant: each closed once", fd)
		return fmt.Errorf("close(%d): bad file descriptor", fd)
	}
	delete(p.open, fd)
	return nil
}

// behind is the file behind a descriptor, "nothing" if it is not open.
func (p *process) behind(fd int) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if name, ok := p.open[fd]; ok {
		return name
	}
	return "nothing"
}

// files lists what is open.
func (p *process) files() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	names := slices.Sorted(maps.Values(p.open))
	if names == nil {
		return "nothing"
	}
	return strings.Join(names, ", ")
}

// A parcel is a message on its way, with the files that come along.
type parcel struct {
	text  string
	files []string
}

// A line is one end of a connection between two processes.
type line struct {
	process  *process
	uid      int // of the other end
	in, out  chan parcel
	gone     chan struct{} // the other end has been closed
	done     chan struct{}
	sendErr  error
	sending  func() // called while a descriptor is being sent, or nil
	received int    // calls
}

// connect joins two processes of these users.
func connect(a, b *process, uidA, uidB int) (*line, *line) {
	ab, ba := make(chan parcel, 100), make(chan parcel, 100)
	x := &line{process: a, uid: uidB, in: ba, out: ab, gone: make(chan struct{}), done: make(chan struct{})}
	y := &line{process: b, uid: uidA, in: ab, out: ba, gone: x.done, done: x.gone}
	return x, y
}

func (l *line) hangUp() { close(l.done) }

func (l *line) Peer() (int, error) { return l.uid, nil }

func (l *line) Send(message []byte, fd int) error {
	if l.sendErr != nil {
		return l.sendErr
	}
	p := parcel{text: string(message)}
	if fd != broker.None {
		name := l.process.behind(fd)
		if name == "nothing" {
			return fmt.Errorf("sendmsg: descriptor %d is not open", fd)
		}
		p.files = []string{name}
		if l.sending != nil {
			l.sending()
		}
	}
	l.out <- p
	return nil
}

func (l *line) Receive(p []byte) (int, int, bool, error) {
	l.received++
	select {
	case got := <-l.in:
		return l.unpack(p, got)
	default:
	}
	select {
	case got := <-l.in:
		return l.unpack(p, got)
	case <-l.gone:
		return 0, broker.None, false, io.EOF
	case <-time.After(4 * time.Second):
		return 0, broker.None, false, fmt.Errorf("nothing came in 4s")
	}
}

// unpack does what the kernel does: bytes and descriptors that do not fit are
// lost, those that do are there.
func (l *line) unpack(p []byte, got parcel) (int, int, bool, error) {
	fd := broker.None
	if len(got.files) > 0 {
		fd = l.process.file(got.files[0])
	}
	n := copy(p, got.text)
	return n, fd, n < len(got.text) || len(got.files) > 1, nil
}
