package bsdapi

import (
	"context"
	"fmt"
	"io"
	"net/netip"
	"time"

	"golang.org/x/sys/unix"
)

// An endpoint is a socket, or what the kernel has of one that no process
// holds.
type endpoint struct {
	name          string
	fd            int            // -1: no process holds it
	local, remote netip.AddrPort // as last known
	state         string
	shown         string
}

// refresh asks the kernel for what it holds.
func (e *endpoint) refresh() (err error) {
	if e.fd < 0 {
		e.state, err = tableState(e.local, e.remote)
		return err
	}
	if e.state, err = stateOf(e.fd); err != nil {
		return err
	}
	sa, err := unix.Getsockname(e.fd)
	if err != nil {
		return err
	}
	e.local = fromSockaddr(sa).AddrPort()
	if sa, err := unix.Getpeername(e.fd); err == nil { // ENOTCONN: it has none, or no longer
		e.remote = fromSockaddr(sa).AddrPort()
	}
	return nil
}

func (e *endpoint) String() string {
	remote := "*"
	if e.remote.IsValid() {
		remote = e.remote.String()
	}
	s := fmt.Sprintf("%-8s %-11s %v → %s", e.name, e.state, e.local, remote)
	if e.fd < 0 {
		return s
	}
	return fmt.Sprintf("%s, fd %d", s, e.fd)
}

// A ledger prints what has changed in the kernel after each call.
type ledger struct {
	ctx       context.Context
	out       io.Writer
	endpoints []*endpoint
}

// add begins to follow a socket.
func (l *ledger) add(name string, fd int) *endpoint {
	e := &endpoint{name: name, fd: fd}
	l.endpoints = append(l.endpoints, e)
	return e
}

// after prints the call, waits until e is in the state that the call leads to,
// and prints the endpoints that are not as they were. The other end's kernel
// may take a moment, and nothing announces that it has: hence the ticker.
func (l *ledger) after(party, call string, result string, want states) error {
	fmt.Fprintf(l.out, "%s: %s = %s\n", party, call, result)
	ctx, stop := context.WithTimeout(l.ctx, patience)
	defer stop()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		settled, err := l.settled(want)
		if err != nil {
			return err
		}
		if settled {
			break
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("after %s: %w", call, context.Cause(ctx))
		}
	}
	for _, e := range l.endpoints {
		if now := e.String(); now != e.shown {
			fmt.Fprintf(l.out, "kernel:   %s\n", now)
			e.shown = now
		}
	}
	return nil
}

func (l *ledger) settled(want states) (bool, error) {
	for _, e := range l.endpoints {
		if err := e.refresh(); err != nil {
			return false, err
		}
	}
	for e, state := range want {
		if e.state != state {
			return false, nil
		}
	}
	return true, nil
}
