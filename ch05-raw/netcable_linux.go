package raw

import (
	"context"
	"errors"
	"net"
	"time"
)

// cable joins this host to far by a veth pair (veth(4)), which both sides call
// wire, with the two addresses given, "192.0.2.1/24".
func cable(ctx context.Context, far *netHost, wire, near, there string) error {
	for _, command := range []string{
		"link add " + wire + " type veth peer name " + wire + " netns " + far.path,
		"link set " + wire + " addrgenmode none up",
		"addr add " + near + " brd + dev " + wire,
	} {
		if err := runIP(ctx, command); err != nil {
			return err
		}
	}
	for _, command := range []string{
		"link set " + wire + " addrgenmode none up",
		"addr add " + there + " brd + dev " + wire,
	} {
		if err := far.ip(ctx, command); err != nil {
			return err
		}
	}
	here := func() error { return carrier(ctx, wire) }
	return errors.Join(here(), far.do(here))
}

// carrier waits until the calling thread's end of the cable carries frames.
// Setting an interface up returns sooner: that its other end is up too, the
// kernel finds out by a task of its own, and drops what is sent before.
func carrier(ctx context.Context, wire string) error {
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		i, err := net.InterfaceByName(wire)
		if err != nil || i.Flags&net.FlagRunning != 0 {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// twoHosts makes a far host at 192.0.2.2, on a cable to this one, 192.0.2.1
// (documentation's addresses, RFC 5737).
func twoHosts(ctx context.Context) (*netHost, error) {
	if err := netAlone(); err != nil {
		return nil, err
	}
	far, err := newNetHost(ctx)
	if err != nil {
		return nil, err
	}
	if err := cable(ctx, far, "wire", "192.0.2.1/24", "192.0.2.2/24"); err != nil {
		far.close()
		return nil, err
	}
	return far, nil
}

// netAlone reports whether nothing but lo is up: in a new network namespace
// that is so, and interfaces that are made there are nobody else's.
func netAlone() error {
	all, err := net.Interfaces()
	if err != nil {
		return err
	}
	for _, i := range all {
		if i.Flags&net.FlagUp != 0 && i.Flags&net.FlagLoopback == 0 {
			return missing{what: "making interfaces takes a network namespace of one's own; this one has " + i.Name}
		}
	}
	return nil
}
