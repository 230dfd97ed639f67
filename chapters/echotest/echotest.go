// Package echotest is the contract of the workbook's echo servers: what
// clients, the network and the machine may do to one, and what it owes them
// all the same. Tests import it, and nothing else does.
//
// A property is a function with one sentence above it. [Stream] runs them all
// against a [Subject], a chapter's own server and client; so one contract
// holds TCP, Unix sockets, bare system calls and TLS to the same promises.
// [Datagram] does so for servers whose messages arrive whole or not at all.
package echotest

import (
	"cmp"
	"context"
	"net"
	"testing"
	"time"

	"golang.org/x/net/nettest"
)

// A Subject is a server and its client, as the contract needs to see them.
type Subject struct {
	// Listen binds a server with these limits to addr.
	Listen func(ctx context.Context, addr string, limits Limits) (Server, error)
	// Addr gives an address for Listen, a fresh one at each call where the
	// kernel does not choose: "127.0.0.1:0", or a path.
	Addr func() string
	// Dial connects a client to what Server.Addr returned.
	Dial func(ctx context.Context, addr string) (Conn, error)
	// Reset breaks a connection off: its peer sees ECONNRESET, not the end of
	// the stream. On TCP, SO_LINGER with a time of 0, then close (socket(7)).
	Reset func(Conn) error
	// Pipe makes a client's connection and the other end of it, for
	// nettest.TestConn.
	Pipe nettest.MakePipe

	// Without names the properties that the subject cannot have, each with the
	// reason. They are skipped, and the test's output says so.
	Without map[string]string
	// Patience is how long what must happen may take before it counts as not
	// happening; 5 s if zero. Nothing waits so long unless it fails.
	Patience time.Duration
}

// A Server is an echo server, bound and ready, as every chapter offers it.
type Server interface {
	Addr() net.Addr
	Serve(ctx context.Context) error // until ctx ends; then drains and returns nil
	Close() error                    // closes everything and waits
}

// Limits are what a server is told to bound itself by.
type Limits struct {
	MaxConns     int           // served at once; further ones wait
	IdleTimeout  time.Duration // without progress for so long: dropped
	DrainTimeout time.Duration // for connections to finish in, once ctx has ended
}

// A Conn is a client's connection. CloseWrite ends its sending direction only.
type Conn interface {
	net.Conn
	CloseWrite() error
}

// T is the part of *testing.T that properties use, so that a test of the
// contract can watch a property fail.
type T interface {
	Helper()
	Logf(format string, args ...any)
	Errorf(format string, args ...any)
	FailNow()
	Skipf(format string, args ...any)
	Cleanup(func())
}

// Stream runs the whole contract against subject, a subtest a property. Some
// properties count the descriptors and goroutines of the process or lower its
// limits: no other test may run in parallel with it.
func Stream(t *testing.T, subject Subject) {
	for name := range subject.Without {
		if name != "NetConn" && property(name) == nil {
			t.Errorf("Subject.Without names %q, which is no property", name)
		}
	}
	for _, p := range properties {
		t.Run(p.name, func(t *testing.T) {
			if reason, ok := subject.Without[p.name]; ok {
				t.Skip(reason)
			}
			p.check(t, subject)
		})
	}
	t.Run("NetConn", func(t *testing.T) {
		if reason, ok := subject.Without["NetConn"]; ok {
			t.Skip(reason)
		}
		nettest.TestConn(t, subject.Pipe)
	})
}

// property returns the named property's function, or nil.
func property(name string) func(T, Subject) {
	for _, p := range properties {
		if p.name == name {
			return p.check
		}
	}
	return nil
}

func (s Subject) patience() time.Duration { return cmp.Or(s.Patience, 5*time.Second) }
