package trace

import (
	"slices"
	"strings"
)

// become gives a socket its role, and the next number.
func (f *Follower) become(s *socket, role string) {
	s.Role = role
	switch role {
	case Runtime, Netlink, Raw, Poller, Socket, Other:
		return // nobody needs them told apart
	case Client:
		f.clients = append(f.clients, s)
	case Server:
		s.N = f.freeNumber()
		return
	}
	f.count[role]++
	for role == Client && f.foreign[f.count[role]] {
		f.count[role]++
	}
	s.N = f.count[role]
}

// made learns of a new socket, or of a pair, or that there is none.
func (f *Follower) made(c *Call) *socket {
	s := &socket{domain: c.arg(0).Raw, kind: c.arg(1).Raw, protocol: c.arg(2).Raw, life: []string{"socket"}}
	switch {
	case c.Errno != "":
		s.Role = Socket
		if s.isProbe() {
			s.Role = Runtime
		}
	case c.Name == "socketpair":
		for _, end := range c.arg(3).Items {
			s = &socket{domain: s.domain, kind: s.kind}
			f.sockets[end.Value.Path] = s
			f.become(s, End)
		}
		return f.socket(c.arg(3).firstPath())
	default:
		f.sockets[c.Result.Path] = s
		if role := s.atBirth(); role != "" {
			f.become(s, role)
		}
	}
	return s
}

// firstPath is the target of the first descriptor in a list.
func (v Value) firstPath() string {
	if len(v.Items) == 0 {
		return ""
	}
	return v.Items[0].Value.Path
}

// use learns from a call on a socket.
func (f *Follower) use(s *socket, c *Call) {
	s.learn(c)
	if s.Role == "" {
		if role := s.role(c); role != "" {
			f.become(s, role)
		}
	}
	if strings.HasPrefix(c.Name, "accept") && c.Result.Path != "" {
		peer, _ := c.arg(1).Address()
		conn := &socket{Party: Party{Role: Server}, kind: s.kind, pending: true, peer: peer, listener: s}
		f.sockets[c.Result.Path] = conn
		f.pending = append(f.pending, conn)
	}
	// What this call has told may be what a pending server has waited for.
	f.pending = slices.DeleteFunc(f.pending, func(p *socket) bool {
		client := f.suitor(p, false)
		if client == nil && f.mayHaveClient(p) {
			return false
		}
		f.marry(p, client)
		return true
	})
}
