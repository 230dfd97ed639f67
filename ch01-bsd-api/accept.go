package bsdapi

import (
	"context"
	"errors"
	"net"
	"slices"
	"time"
)

// Between two tries to accept when the process or the system has run out of
// something. A queued connection is not lost meanwhile: the kernel keeps it.
const (
	firstDelay = 5 * time.Millisecond
	maxDelay   = time.Second
)

// accept waits for a connection. Being out of descriptors is no reason to end:
// a connection that closes gives one back. Trying again at once would be a
// loop at full speed, for the listener stays readable, so accept waits, longer
// each time.
func (s *Server) accept(ctx context.Context) (Conn, error) {
	delay := firstDelay
	for {
		conn, err := acceptConn(s.ln)
		switch {
		case err == nil:
			return conn, nil
		case isAborted(err):
			continue
		case !isExhausted(err):
			return Conn{}, err
		}
		s.logf("%v; trying again in %v", err, delay)
		select {
		case <-time.After(delay):
		case <-ctx.Done():
			return Conn{}, net.ErrClosed
		case <-s.closed.Done():
			return Conn{}, net.ErrClosed
		}
		delay = min(2*delay, maxDelay)
	}
}

// acceptConn wraps accept(2). The new socket has the listener's port; its
// local address is the one that the client connected to, which a listener on
// a wildcard address does not say, so getsockname(2) does.
func acceptConn(ln *socket) (Conn, error) {
	var fd handle
	var remote *net.TCPAddr
	_, err := ln.in.try(func(listener handle) (_ int, err error) {
		fd, remote, err = acceptOn(listener)
		return 0, err
	})
	if err != nil {
		return Conn{}, err
	}
	// On macOS both fail if the client is gone already, which Read reports.
	local, _ := localAddr(fd)
	_ = setNoDelay(fd)
	s, err := newSocket(fd, local, remote)
	return Conn{s}, err
}

// isExhausted reports whether accept failed for want of descriptors or memory
// (accept(2), "Errors"), and may succeed later.
func isExhausted(err error) bool { return isAny(err, exhausted) }

// isAborted reports whether a client had gone before it was accepted. Linux
// reports other errors of the network too, which the next accept does not have
// (accept(2), "Error handling").
func isAborted(err error) bool { return isAny(err, aborted) }

func isAny(err error, list []error) bool {
	return slices.ContainsFunc(list, func(e error) bool { return errors.Is(err, e) })
}
