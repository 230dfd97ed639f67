package bsdapi

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Where other programs are, one of them may be given the port in between.
func TestInUse(t *testing.T) {
	private(t, func(t *testing.T) {
		assertInOrder(t, show(t, InUse),
			"first: listens", "= -1 EADDRINUSE", "reuse = -1 EADDRINUSE",
			"does not listen", "= -1 EADDRINUSE",
			"closed a connection", "= -1 EADDRINUSE",
			"reuse, closed a connection", "= -1 EADDRINUSE", "reuse = 0")
	})
}

func TestNotAvailable(t *testing.T) {
	assertInOrder(t, show(t, NotAvailable),
		"bind(192.0.2.1) = -1 EADDRNOTAVAIL", "IP_FREEBIND = 0",
		"client 1: connect = 0", "client 2: connect = -1 EADDRNOTAVAIL", "client 3: connect = 0")
}

func TestLowPort(t *testing.T) {
	private(t, func(t *testing.T) {
		assertInOrder(t, show(t, LowPort),
			"port_start is 1024", "bind(127.0.0.1:80) = -1 EACCES", "bind(127.0.0.1:1024) = 0",
			"bind: permission denied", "fs.ErrPermission): true", "with it", "bind(127.0.0.1:80) = 0")
	})
}

func TestRefused(t *testing.T) {
	assertInOrder(t, show(t, Refused),
		"bound to", "= -1 ECONNREFUSED", "listens", "= 0", "closes", "= -1 ECONNREFUSED",
		"go: dial tcp", "syscall.ECONNREFUSED): true")
}

func TestNotConnected(t *testing.T) {
	text := show(t, NotConnected)
	assert.Contains(t, text, "unconnected: recv = -1 ENOTCONN")
	assert.Contains(t, text, "listener: recv = -1 ENOTCONN")
	assertInOrder(t, text, "reset: recv = -1 ECONNRESET", "reset: getpeername = -1 ENOTCONN")
}

// It writes to a descriptor that it has closed: nobody else may open one.
func TestBadDescriptor(t *testing.T) {
	assertInOrder(t, showAlone(t, BadDescriptor),
		"then send to it = -1 EBADF", "again = -1 EBADF", "the same number",
		`Ben's end reads "for Ann"`, `Ann's end reads ""`,
		"net.ErrClosed): true and EBADF: false")
}

func TestInterrupted(t *testing.T) {
	assertInOrder(t, show(t, Interrupted),
		"poll, and a signal = -1 EINTR", "SO_RCVTIMEO 5s, and a signal = -1 EINTR",
		"recv, no timeout, a signal, then data = 5", "poll again after EINTR, then data = 1")
}
