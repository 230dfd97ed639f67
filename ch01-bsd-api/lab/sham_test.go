package byhand_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"

	byhand "sockbook/ch01-bsd-api/lab"
)

// A sham is a System that does what a test tells it, and keeps a record. Its
// first socket is 3.
type sham struct {
	t        *testing.T
	fails    map[string][]error // of the calls with that name, in order; nil succeeds
	name     []byte             // what Getsockname gives
	arriving []*end             // what Accept gives, until it fails with EBADF

	calls  []string // "bind"
	args   []string // "bind(3, 02 00 …)"
	ends   map[byhand.Socket]*end
	closed map[byhand.Socket]int // how often
	asks   int                   // calls so far
}

// An end is our end of a connection, as the kernel sees it.
type end struct {
	in    []string // what comes, a piece at a Recv; then the end
	take  int      // what Send takes at once; 0 is all
	after bool     // the peer sends when it has heard our end, and not before

	came, out string // so far
	late      bool   // we received although something was not sent back
	shut      bool
}

// script makes a sham with one connection, 3.
func script(t *testing.T, e *end, fails map[string][]error) *sham {
	s := &sham{t: t, fails: fails, ends: map[byhand.Socket]*end{}, closed: map[byhand.Socket]int{}}
	if e != nil {
		s.socket(e)
	}
	return s
}

func (s *sham) socket(e *end) byhand.Socket {
	fd := byhand.Socket(3 + len(s.ends))
	s.ends[fd] = e
	return fd
}

// patience is how many calls a sham answers.
const patience = 10000

// call records a call and gives the error that it is to fail with.
func (s *sham) call(fd byhand.Socket, name, args string) error {
	if s.asks++; s.asks > patience {
		s.t.Fatalf("a loop needs a way out: your code made %d calls, the last of them %s\ngot: the same call again and again\nwant: an end", patience, name)
	}
	s.calls = append(s.calls, name)
	s.args = append(s.args, name+"("+args+")")
	if queue := s.fails[name]; len(queue) > 0 {
		s.fails[name] = queue[1:]
		if queue[0] != nil {
			return os.NewSyscallError(name, queue[0])
		}
	}
	if name != "socket" && (s.ends[fd] == nil || s.closed[fd] > 0) {
		return os.NewSyscallError(name, syscall.EBADF)
	}
	return nil
}

func (s *sham) Socket(family, kind, protocol int) (byhand.Socket, error) {
	if err := s.call(-1, "socket", fmt.Sprintf("%d, %d, %d", family, kind, protocol)); err != nil {
		return -1, err
	}
	return s.socket(&end{}), nil
}

func (s *sham) Bind(fd byhand.Socket, addr []byte) error {
	return s.call(fd, "bind", fmt.Sprintf("%d, %s", fd, dump(addr)))
}

func (s *sham) Connect(fd byhand.Socket, addr []byte) error {
	return s.call(fd, "connect", fmt.Sprintf("%d, %s", fd, dump(addr)))
}

func (s *sham) Listen(fd byhand.Socket, backlog int) error {
	return s.call(fd, "listen", fmt.Sprintf("%d, %d", fd, backlog))
}

func (s *sham) Getsockname(fd byhand.Socket, room []byte) (int, error) {
	if err := s.call(fd, "getsockname", fmt.Sprintf("%d, room for %d", fd, len(room))); err != nil {
		return -1, err
	}
	copy(room, filled(s.name, len(room)))
	return len(s.name), nil
}

func (s *sham) Accept(fd byhand.Socket) (byhand.Socket, error) {
	if err := s.call(fd, "accept", fmt.Sprint(fd)); err != nil {
		return -1, err
	}
	if len(s.arriving) == 0 {
		return -1, os.NewSyscallError("accept", syscall.EBADF)
	}
	e := s.arriving[0]
	s.arriving = s.arriving[1:]
	return s.socket(e), nil
}

func (s *sham) Recv(fd byhand.Socket, p []byte) (int, error) {
	if err := s.call(fd, "recv", fmt.Sprint(fd)); err != nil {
		return -1, err
	}
	e := s.ends[fd]
	if e.after && !e.shut {
		s.t.Fatalf("the peer answers when it has heard your end: you wait for the answer, and it for your half-close\ngot: calls %s\nwant: shutdown before recv", list(s.args))
	}
	if e.out != e.came {
		e.late = true
	}
	for i := range p {
		p[i] = stale
	}
	if len(e.in) == 0 {
		return 0, nil
	}
	n := copy(p, e.in[0])
	e.came += e.in[0][:n]
	if e.in[0] = e.in[0][n:]; e.in[0] == "" {
		e.in = e.in[1:]
	}
	return n, nil
}

func (s *sham) Send(fd byhand.Socket, p []byte) (int, error) {
	if err := s.call(fd, "send", fmt.Sprintf("%d, %d bytes", fd, len(p))); err != nil {
		return -1, err
	}
	e := s.ends[fd]
	n := len(p)
	if e.take > 0 {
		n = min(n, e.take)
	}
	e.out += string(p[:n])
	return n, nil
}

func (s *sham) Shutdown(fd byhand.Socket, how int) error {
	err := s.call(fd, "shutdown", fmt.Sprintf("%d, %d", fd, how))
	if err == nil && how == syscall.SHUT_WR {
		s.ends[fd].shut = true
	}
	return err
}

func (s *sham) Close(fd byhand.Socket) error {
	err := s.call(fd, "close", fmt.Sprint(fd))
	s.closed[fd]++
	return err
}

// made counts the calls of a name.
func (s *sham) made(name string) int {
	n := 0
	for _, c := range s.calls {
		if c == name {
			n++
		}
	}
	return n
}

// closes fails unless each of the sockets was closed once and no other was.
func (s *sham) closes(input string, sockets ...byhand.Socket) {
	s.t.Helper()
	shows, due := "", "no close"
	if len(sockets) > 0 {
		due = fmt.Sprintf("close of %v, once each", sockets)
	}
	for fd := range s.ends {
		switch due := slices.Contains(sockets, fd); {
		case due && s.closed[fd] == 0:
			shows = "a descriptor that nobody closes is lost until the process ends, and there are only so many: one was left open"
		case due && s.closed[fd] > 1:
			shows = "what is closed twice may by then be another's: the number is given out again"
		case !due && s.closed[fd] > 0:
			shows = "who opens a socket closes it: this one is your caller's"
		}
	}
	if s.closed[-1] > 0 {
		shows = "a call that failed has made no socket, and -1 is none to close"
	}
	if shows != "" {
		s.t.Fatalf("%s\ninput: %s\ngot: calls %s\nwant: %s", shows, input, list(s.args), due)
	}
}

// list is the last of some calls, the padding of their addresses left out.
func list(calls []string) string {
	first := ""
	if len(calls) > 8 {
		first, calls = "… ", calls[len(calls)-8:]
	}
	return first + strings.ReplaceAll(strings.Join(calls, " "), strings.Repeat(" 00", 8)+")", " …)")
}
