package trace

import "strconv"

// A Fold says whether a step is part of the program's story.
type Fold int

const (
	Shown     Fold = iota
	Probe          // Go finds out what this machine's network can do
	Polling        // Go waits: its epoll, and what finds nothing to do yet
	Elsewhere      // a call on no socket, or on one that is not for talking
)

// Roles of parties. A Go program's own name for one may be another.
const (
	Listener = "listener" // it called listen
	Server   = "server"   // accept returned it, or it was bound and receives
	Client   = "client"   // it called connect, or it sends unbound
	End      = "end"      // one of a socketpair's two
	Poller   = "poller"   // a descriptor that waits for others
	Netlink  = "netlink"  // it talks to the kernel
	Raw      = "raw"      // it talks to the network below TCP and UDP
	Socket   = "socket"   // one that has done nothing yet to tell
	Runtime  = "go"       // Go's runtime and package net, on their own account
	Other    = "other"    // files, pipes, and sockets that only ioctl has used
)

// A Party is whose call it is. A server and the client connected to it have
// the same number.
type Party struct {
	Role string
	N    int // from 1
}

// String is "client" for the first, and then "client 2".
func (p Party) String() string {
	if p.N <= 1 {
		return p.Role
	}
	return p.Role + " " + strconv.Itoa(p.N)
}

// A Step is a call and whose it is, or something that the program printed.
type Step struct {
	Call  Call
	Party Party
	Fold  Fold
	Print string // what was written to the standard output; "" for any other call

	on *socket
}
