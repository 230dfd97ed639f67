package trace

import "strings"

// A socket is what is known of one so far. It stands for a poller, too.
type socket struct {
	Party
	domain, kind, protocol string
	life                   []string // the names of its calls, as long as its role is unknown
	local, remote          string   // addresses, as bind, getsockname and connect had them
	polled                 int      // registrations with Go's runtime, which then waits for it
	closed, failed         bool
	pending                bool    // a server whose client is not known yet
	peer                   string  // of a pending server: the client's address
	listener               *socket // of a pending server
	paired                 bool    // a client whose server is known
}

// known reports whether the socket's party can be told.
func (s *socket) known() bool { return s.Role != "" && !s.pending }

// stream reports whether the socket may be connected to one that accept
// returns.
func (s *socket) stream() bool { return !strings.HasPrefix(s.kind, "SOCK_DGRAM") }

// learn takes from a call what it tells of its socket.
func (s *socket) learn(c *Call) {
	addr, _ := c.arg(1).Address()
	switch {
	case c.Name == "connect":
		s.remote = addr
		s.failed = c.Errno != "" && c.Errno != "EINPROGRESS" && c.Errno != "EINTR" && c.Errno != "EAGAIN"
	case c.Errno != "":
	case c.Name == "getsockname", c.Name == "bind" && !strings.HasSuffix(addr, ":0"):
		s.local = addr
	case c.Name == "getsockopt" && c.arg(2).Raw == "SO_ERROR":
		s.failed = s.failed || c.arg(3).Raw != "[0]"
	case c.Name == "close":
		s.closed = true
	}
	if s.Role == "" {
		s.life = append(s.life, c.Name)
	}
}

// role is what a call makes of a socket that has none yet, or "".
func (s *socket) role(c *Call) string {
	switch c.Name {
	case "listen":
		return Listener
	case "connect":
		return Client
	case "close":
		switch {
		case s.isProbe():
			return Runtime
		case s.isHandle():
			return Other
		}
		return Socket
	}
	if !s.stream() {
		switch {
		case strings.HasPrefix(c.Name, "recv"), c.Name == "read", c.Name == "readv":
			return Server
		case strings.HasPrefix(c.Name, "send"), c.Name == "write", c.Name == "writev":
			return Client
		}
	}
	return ""
}

// atBirth is the role that socket(2) itself tells, or "".
func (s *socket) atBirth() string {
	switch {
	case s.domain == "AF_NETLINK":
		return Netlink
	case s.domain == "AF_PACKET", strings.HasPrefix(s.kind, "SOCK_RAW"):
		return Raw
	}
	return ""
}

// goType is how package net makes a TCP socket.
const goType = "SOCK_STREAM|SOCK_CLOEXEC|SOCK_NONBLOCK"

// isProbe reports whether a socket that is closed, or that could not be made,
// was one of those with which package net finds out whether there are IPv4,
// IPv6, IPv4 within IPv6, and MPTCP (net/ipsock_posix.go, mptcpsock_linux.go).
func (s *socket) isProbe() bool {
	if s.kind != goType || s.protocol != "IPPROTO_TCP" && s.protocol != "IPPROTO_MPTCP" {
		return false
	}
	switch strings.Join(s.life, " ") {
	case "socket", "socket close":
		return true
	case "socket setsockopt bind close":
		return s.domain == "AF_INET6"
	}
	return false
}

// isHandle reports whether a socket that is closed was there only for ioctl(2)
// to reach an interface through it, as whoever makes a network namespace does
// to raise lo (netdevice(7)).
func (s *socket) isHandle() bool {
	return s.domain == "AF_INET" && s.kind == "SOCK_DGRAM|SOCK_CLOEXEC" && strings.Join(s.life, " ") == "socket close"
}
