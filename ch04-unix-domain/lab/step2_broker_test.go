package broker_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	broker "sockbook/ch04-unix-domain/lab"
)

const owner = 1000

// TestKeep keeps until there is no room, and looks at what happens to the rest.
func TestKeep(t *testing.T) {
	p := newProcess(t)
	b := broker.New(p.close, owner)
	if err := b.Keep("one", p.file("one")); err != nil || p.files() != "one" {
		t.Fatalf("what is kept stays open\ngot: %v; open: %s\nwant: <nil>; open: one", err, p.files())
	}
	for _, tt := range []struct {
		name string
		want error
	}{{"one", broker.ErrTaken}, {"a/b", broker.ErrName}, {"", broker.ErrName}} {
		if err := b.Keep(tt.name, p.file("another")); !errors.Is(err, tt.want) || p.files() != "one" {
			t.Fatalf("the broker has taken the descriptor over: if it does not keep it, nobody else will close it\ninput: the name %q, with \"one\" kept\ngot: %v; open: %s\nwant: %v; open: one", tt.name, err, p.files(), tt.want)
		}
	}
	for i := range broker.MaxFiles - 1 {
		if err := b.Keep(fmt.Sprint("more-", i), p.file("more")); err != nil {
			t.Fatalf("there is room for %d\ninput: number %d\ngot: %v\nwant: <nil>", broker.MaxFiles, i+2, err)
		}
	}
	if err := b.Keep("too-many", p.file("too many")); !errors.Is(err, broker.ErrFull) || strings.Contains(p.files(), "too many") {
		t.Fatalf("a process has only so many descriptors: there is an end to what is kept\ninput: %d kept, and one more\ngot: %v\nwant: %v, and closed", broker.MaxFiles, err, broker.ErrFull)
	}
}

// TestCloseAll closes a broker twice.
func TestCloseAll(t *testing.T) {
	p := newProcess(t)
	b := broker.New(p.close, owner)
	_, _ = b.Keep("one", p.file("one")), b.Keep("two", p.file("two"))
	err := b.Close()
	if err != nil || p.files() != "nothing" {
		t.Fatalf("a broker that ends closes what it keeps\ngot: %v; open: %s\nwant: <nil>; open: nothing", err, p.files())
	}
	if err := b.Close(); err != nil {
		t.Fatalf("after Close nothing is kept\ninput: Close, twice\ngot: %v\nwant: <nil>", err)
	}
}

// A scene is a broker that serves a program.
type scene struct {
	t        *testing.T
	program  *process
	broker   *process
	b        *broker.Broker
	end      *line // the program's
	brokers  *line
	finished chan error
}

// serving begins to serve a program of that user.
func serving(t *testing.T, uid int, prepare func(*scene)) *scene {
	s := &scene{t: t, program: newProcess(t), broker: newProcess(t), finished: make(chan error, 1)}
	s.b = broker.New(s.broker.close, owner)
	s.end, s.brokers = connect(s.program, s.broker, uid, owner)
	if prepare != nil {
		prepare(s)
	}
	go func() { s.finished <- s.b.Serve(s.brokers) }()
	return s
}

// asks sends a request and returns the answer: "y", or "y with the file".
func (s *scene) asks(request string, fd int) string {
	s.t.Helper()
	if err := s.end.Send([]byte(request), fd); err != nil {
		s.t.Fatalf("got: %v", err)
	}
	p := make([]byte, 10)
	n, got, _, err := s.end.Receive(p)
	switch {
	case err != nil:
		s.t.Fatalf("each request has an answer\ninput: %q\ngot: %v", request, err)
	case got != broker.None:
		return fmt.Sprintf("%s with %s", p[:n], s.program.behind(got))
	}
	return string(p[:n])
}

// ends hangs up and waits for Serve.
func (s *scene) ends() error {
	s.end.hangUp()
	return <-s.finished
}

// TestServe keeps two descriptors and fetches them, in the other order.
func TestServe(t *testing.T) {
	s := serving(t, owner, nil)
	for _, name := range []string{"one", "two"} {
		if got := s.asks("k"+name, s.program.file("the file "+name)); got != "y" {
			t.Fatalf("what comes with a request to keep is kept\ninput: %q with a descriptor\ngot: %q\nwant: \"y\"", "k"+name, got)
		}
	}
	for _, name := range []string{"two", "one"} {
		if got, want := s.asks("f"+name, broker.None), "y with the file "+name; got != want {
			t.Fatalf("the answer to a request to fetch brings the descriptor along\ninput: %q\ngot: %q\nwant: %q", "f"+name, got, want)
		}
	}
	if got := s.broker.files(); got != "nothing" {
		t.Fatalf("sending a descriptor makes a copy of it: the broker's own stays open until it closes it\ngot: the broker has open: %s\nwant: nothing", got)
	}
	if err := s.ends(); err != nil {
		t.Fatalf("that a program has gone is no failure\ngot: %v\nwant: <nil>", err)
	}
}

// TestServeOnce fetches twice.
func TestServeOnce(t *testing.T) {
	s := serving(t, owner, nil)
	s.asks("kone", s.program.file("one"))
	s.asks("fone", broker.None)
	if got := s.asks("fone", broker.None); got != "u" {
		t.Fatalf("what was fetched is no longer there\ninput: \"fone\", twice\ngot: %q\nwant: \"u\"", got)
	}
	if got := s.asks("kone", s.program.file("another")); got != "y" {
		t.Fatalf("a name is free again when its descriptor has been fetched\ngot: %q\nwant: \"y\"", got)
	}
	_ = s.ends()
}

// TestServeTaken keeps two under one name.
func TestServeTaken(t *testing.T) {
	s := serving(t, owner, nil)
	s.asks("kone", s.program.file("the first"))
	if got := s.asks("kone", s.program.file("the second")); got != "t" || s.broker.files() != "the first" {
		t.Fatalf("a second descriptor of the same name is refused, and closed: the first program would get the wrong one\ngot: %q; the broker has open: %s\nwant: \"t\"; the first", got, s.broker.files())
	}
	if got := s.asks("fone", broker.None); got != "y with the first" {
		t.Fatalf("a refusal changes nothing\ngot: %q\nwant: \"y with the first\"", got)
	}
	_ = s.ends()
}

// TestServeNoRequest sends what is none, with descriptors that nobody wants.
func TestServeNoRequest(t *testing.T) {
	s := serving(t, owner, nil)
	for _, tt := range []struct {
		what, text string
		files      []string
	}{
		{"an unknown letter, with a descriptor", "zone", []string{"one"}},
		{"keep, without a descriptor", "kone", nil},
		{"keep, under no name", "k", []string{"one"}},
		{"fetch, with a descriptor", "fone", []string{"one"}},
		{"keep, with two descriptors", "kone", []string{"one", "two"}},
		{"a message that is too long", "k" + strings.Repeat("x", broker.MaxName+1), []string{"one"}},
		{"no bytes, with a descriptor", "", []string{"one"}},
	} {
		s.end.out <- parcel{tt.text, tt.files}
		p := make([]byte, 10)
		n, _, _, err := s.end.Receive(p)
		if err != nil || string(p[:n]) != "x" {
			t.Fatalf("to what is no request the broker answers \"x\", and goes on: one mistake must not cost what is kept\ninput: %s\ngot: %q, %v\nwant: \"x\", <nil>", tt.what, p[:n], err)
		}
		if got := s.broker.files(); got != "nothing" {
			t.Fatalf("what comes along with no request is open all the same, and nobody will fetch it: close it\ninput: %s\ngot: the broker has open: %s\nwant: nothing", tt.what, got)
		}
	}
	if got := s.asks("kone", s.program.file("one")); got != "y" {
		t.Fatalf("after seven mistakes comes a request\ngot: %q\nwant: \"y\"", got)
	}
	_ = s.ends()
}

// TestServeDenied has another user connect, who sends at once.
func TestServeDenied(t *testing.T) {
	s := serving(t, 1001, func(s *scene) {
		_ = s.b.Keep("secret", s.broker.file("the secret"))
		_ = s.end.Send([]byte("fsecret"), broker.None)
	})
	err := <-s.finished
	if !errors.Is(err, broker.ErrDenied) {
		t.Fatalf("the kernel knows who is at the other end, and the broker asks it first\ninput: user 1001, a broker of user %d\ngot: %v\nwant: %v", owner, err, broker.ErrDenied)
	}
	if s.brokers.received > 0 || len(s.end.in) > 0 {
		t.Fatalf("from another user nothing is received: with each message there may come a descriptor\ninput: user 1001\ngot: %d calls of Receive, %d answers\nwant: none", s.brokers.received, len(s.end.in))
	}
}

// TestServeUnknownPeer has a kernel that cannot say who is there.
func TestServeUnknownPeer(t *testing.T) {
	p := newProcess(t)
	_, end := connect(p, p, owner, owner)
	err := broker.New(p.close, 0).Serve(nobody{end}) // uid 0 is root's, and the zero value
	if !errors.Is(err, broker.ErrDenied) {
		t.Fatalf("who is not known is not let in: 0, which stands beside the error, is root's number\ninput: Peer returns 0 and an error, to a broker of root's\ngot: %v\nwant: %v", err, broker.ErrDenied)
	}
}

type nobody struct{ *line }

func (nobody) Peer() (int, error) { return 0, errors.New("no credentials") }

// TestServeUndelivered cannot send its answer.
func TestServeUndelivered(t *testing.T) {
	gone := errors.New("broken pipe")
	s := serving(t, owner, func(s *scene) {
		_ = s.b.Keep("one", s.broker.file("one"))
		s.brokers.sendErr = gone
		_ = s.end.Send([]byte("fone"), broker.None)
	})
	if err := <-s.finished; !errors.Is(err, gone) {
		t.Fatalf("the connection's own error ends it\ngot: %v\nwant: %v", err, gone)
	}
	if got := s.broker.files(); got != "one" {
		t.Fatalf("the program died while it was being answered, and so nobody has the descriptor but the broker: it stays kept\ngot: the broker has open: %s\nwant: one", got)
	}
	next := newProcess(t)
	a, b := connect(next, s.broker, owner, owner)
	go func() { s.finished <- s.b.Serve(b) }()
	_ = a.Send([]byte("fone"), broker.None)
	_, fd, _, err := a.Receive(make([]byte, 10))
	if err != nil || next.behind(fd) != "one" {
		t.Fatalf("the next instance of the program fetches it\ngot: %s, %v\nwant: one, <nil>", next.behind(fd), err)
	}
	a.hangUp()
	<-s.finished
}

// TestServeRace has many programs fetch one descriptor at the same time.
func TestServeRace(t *testing.T) {
	const programs = 8
	for range 5 {
		p := newProcess(t)
		b := broker.New(p.close, owner)
		_ = b.Keep("one", p.file("one"))
		var all sync.WaitGroup
		got := make(chan string, programs)
		var busy atomic.Int32 // being sent a descriptor, or answered otherwise
		// A sending takes until all others have got somewhere, or cannot.
		sending := func() {
			busy.Add(1)
			for began := time.Now(); busy.Load() < programs && time.Since(began) < 20*time.Millisecond; {
				runtime.Gosched()
			}
		}
		for range programs {
			all.Go(func() {
				program := newProcess(t)
				a, c := connect(program, p, owner, owner)
				c.sending = sending
				_ = a.Send([]byte("fone"), broker.None)
				go func() {
					_, fd, _, _ := a.Receive(make([]byte, 10))
					busy.Add(1)
					got <- program.behind(fd)
					a.hangUp()
				}()
				_ = b.Serve(c)
			})
		}
		all.Wait()
		n := 0
		for range programs {
			if <-got == "one" {
				n++
			}
		}
		if n != 1 {
			t.Fatalf("eight programs want one descriptor, and one gets it: to find it and to take it away is one step\ngot: %d of %d got it\nwant: 1", n, programs)
		}
	}
}
