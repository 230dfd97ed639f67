package trace

import "strings"

// A Follower tells of each call which party made it. The first calls on a
// socket do not say what it is for: they are held back, with what follows
// them, until one does.
type Follower struct {
	sockets  map[string]*socket // by inode: "socket:[4711]"; pollers by "epoll 7"
	count    map[string]int     // how many there are of each role
	servers  map[int]bool       // the numbers that are taken
	foreign  map[int]bool       // those of servers whose clients are not among ours
	clients  []*socket
	pending  []*socket
	held     []Step
	started  bool         // the example's own execve has been seen
	programs map[int]bool // the processes that are running something else
	stdout   string       // what the example's standard output is
}

// NewFollower returns one that has seen nothing.
func NewFollower() *Follower {
	return &Follower{
		sockets: make(map[string]*socket), count: make(map[string]int),
		servers: make(map[int]bool), foreign: make(map[int]bool), programs: make(map[int]bool),
	}
}

// Follow takes the next call and returns the steps that can be told by now.
func (f *Follower) Follow(c Call) []Step {
	f.held = append(f.held, f.step(c))
	return f.release(false)
}

// Holding reports whether there are steps that cannot be told yet.
func (f *Follower) Holding() bool { return len(f.held) > 0 }

// Flush returns the steps held back, with what is known of them.
func (f *Follower) Flush() []Step {
	for _, s := range f.pending {
		f.marry(s, f.suitor(s, true))
	}
	f.pending = nil
	return f.release(true)
}

// release returns the steps before the first that cannot be told.
func (f *Follower) release(all bool) []Step {
	n := 0
	for n < len(f.held) && (all || f.held[n].on == nil || f.held[n].on.known()) {
		f.held[n].settle()
		n++
	}
	told := f.held[:n:n]
	f.held = f.held[n:]
	return told
}

// settle gives a step the party that its socket has turned out to be.
func (s *Step) settle() {
	if s.on != nil {
		s.Party = s.on.Party
	}
	switch {
	case s.Fold != Shown || s.Print != "":
	case s.Party.Role == "":
		s.Party.Role = Socket
	case s.Party.Role == Other:
		s.Fold = Elsewhere
	case s.Party.Role == Runtime && strings.HasPrefix(s.Call.Name, "epoll"):
		s.Fold = Polling
	case s.Party.Role == Runtime:
		s.Fold = Probe
	}
}

// step makes a step of a call and learns what it tells.
func (f *Follower) step(c Call) Step {
	s := Step{Call: c}
	switch {
	case c.Name == "execve":
		f.programs[c.PID] = f.started && c.Errno == ""
		f.started = true
	case f.prints(&c):
		text := c.arg(1)
		s.Print = text.Text
		if text.Cut {
			s.Print += "…\n"
		}
		return s
	case c.Name == "socket", c.Name == "socketpair":
		s.on = f.made(&c)
		return s
	case strings.HasPrefix(c.Name, "epoll"), strings.HasPrefix(c.arg(0).Path, "anon_inode:[eventpoll"):
		f.poll(&s)
		return s
	case isPoll(c.Name) && strings.Contains(c.arg(0).Raw+c.arg(1).Raw+c.arg(2).Raw, "<socket:"):
		s.Party.Role = Poller
		return s
	}
	if path := c.socketPath(); path != "" {
		s.on = f.socket(path)
		f.use(s.on, &c)
		if c.Restarted || s.on.polled > 0 && c.Errno == "EAGAIN" {
			s.Fold = Polling
		}
		return s
	}
	s.Party, s.Fold = Party{Role: Other}, Elsewhere
	if strings.HasPrefix(c.Name, "eventfd") || strings.HasPrefix(c.arg(0).Path, "anon_inode:[eventfd") {
		s.Party, s.Fold = Party{Role: Runtime}, Polling
	}
	return s
}

// prints reports whether a call is the example's, to its standard output.
func (f *Follower) prints(c *Call) bool {
	to := c.arg(0)
	if c.Name != "write" || c.Errno != "" || to.Path == "" {
		return false
	}
	if f.stdout == "" && to.Text == "1" && !f.programs[c.PID] && !strings.HasPrefix(to.Path, "socket:") {
		f.stdout = to.Path
	}
	return to.Path == f.stdout
}

func isPoll(name string) bool {
	return strings.HasSuffix(name, "poll") || strings.Contains(name, "select")
}

// socketPath is the target of the first argument that is a socket.
func (c *Call) socketPath() string {
	for _, a := range c.Args {
		if strings.HasPrefix(a.Path, "socket:") {
			return a.Path
		}
	}
	return ""
}

// socket is what is known of the socket with that inode.
func (f *Follower) socket(path string) *socket {
	s, ok := f.sockets[path]
	if !ok {
		s = &socket{}
		f.sockets[path] = s
	}
	return s
}
