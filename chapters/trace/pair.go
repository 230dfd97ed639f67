package trace

import (
	"slices"
	"strings"
)

// suitor is the client at the other end of a pending server: the one with the
// address that accept returned. A Unix socket's client has none, and connect
// puts them into the listener's queue in their order. To guess is to take the
// first that may be it.
func (f *Follower) suitor(server *socket, guess bool) *socket {
	for _, c := range f.clients {
		switch {
		case c.paired || c.failed:
		case c.local != "" && c.local == server.peer && c.local != "unnamed":
			return c
		case f.mayBe(c, server) && (guess || server.peer == "unnamed"):
			return c
		}
	}
	return nil
}

// mayHaveClient reports whether a client that is not yet known to be another's
// may be the server's.
func (f *Follower) mayHaveClient(server *socket) bool {
	for _, c := range f.clients {
		if !c.paired && !c.failed && f.mayBe(c, server) {
			return true
		}
	}
	// Its connect may not have returned yet.
	for _, s := range f.sockets {
		if s.Role == "" && !s.closed {
			return true
		}
	}
	return false
}

// mayBe reports whether c, whose own address is not known, has connected to
// the server's listener.
func (f *Follower) mayBe(c, server *socket) bool {
	if c.local != "" && c.local != "unnamed" {
		return false
	}
	at := server.listener.local
	return at == "" || port(at) == port(c.remote)
}

// port is what an address ends with. The hosts may differ: a listener at
// 0.0.0.0 is connected to at 127.0.0.1.
func port(addr string) string { return addr[strings.LastIndex(addr, ":")+1:] }

// marry gives a server its client's number, or the next if it has no client.
func (f *Follower) marry(server, client *socket) {
	server.pending = false
	if client == nil {
		server.N = f.freeNumber()
		f.foreign[server.N] = true
		return
	}
	client.paired = true
	server.N = client.N
	f.servers[server.N] = true
}

// freeNumber is the lowest that no server has, nor a client that may yet get
// one, and takes it.
func (f *Follower) freeNumber() int {
	n := 1
	for f.servers[n] || slices.ContainsFunc(f.clients, func(c *socket) bool { return c.N == n && c.stream() && !c.paired && !c.failed }) {
		n++
	}
	f.servers[n] = true
	return n
}
