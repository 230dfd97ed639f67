package raw

import (
	"context"
	"fmt"
	"net/netip"
	"os"
)

// A routedPath is a row of hosts, this one first, each joined to the next by
// a cable, a network of four addresses (192.0.2.0/30, 192.0.2.4/30 and so on).
// All but the first and the last are routers.
type routedPath struct {
	others    []*netHost // the last is the far end
	near, far netip.Addr
}

func newRoutedPath(ctx context.Context, routers int) (*routedPath, error) {
	if err := netAlone(); err != nil {
		return nil, err
	}
	p := &routedPath{}
	if err := p.build(ctx, routers); err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

// build makes a host and lays the cable to it from the one before. A router's
// cables have different names: "hop1" leads to the first router.
func (p *routedPath) build(ctx context.Context, routers int) error {
	network := netip.MustParseAddr("192.0.2.0")
	for hop := 1; hop <= routers+1; hop++ {
		left := network.Next()
		right := left.Next()
		network = right.Next().Next()
		if hop == 1 {
			p.near = left
		}
		p.far = right
		host, err := newNetHost(ctx)
		if err != nil {
			return err
		}
		wire := fmt.Sprintf("hop%d", hop)
		lay := func() error { return cable(ctx, host, wire, left.String()+"/30", right.String()+"/30") }
		previous := p.previous()
		p.others = append(p.others, host)
		if err := previous(lay); err != nil {
			return err
		}
		if err := p.route(ctx, hop, previous, left, right); err != nil {
			return err
		}
	}
	return nil
}

// previous is how to do something on the last host that there is.
func (p *routedPath) previous() func(func() error) error {
	if len(p.others) == 0 {
		return here
	}
	return p.others[len(p.others)-1].do
}

// route sends everything unknown forth from the left end of a cable, and what
// is for the networks before it, back from the right one.
func (p *routedPath) route(ctx context.Context, hop int, left func(func() error) error, near, far netip.Addr) error {
	forth := func() error {
		if hop > 1 {
			if err := os.WriteFile("/proc/sys/net/ipv4/ip_forward", []byte("1"), 0); err != nil {
				return missing{what: fmt.Sprintf("a router forwards: %v", err)}
			}
		}
		return runIP(ctx, "route add default via "+far.String())
	}
	if err := left(forth); err != nil {
		return err
	}
	if hop == 1 {
		return nil
	}
	host := p.others[len(p.others)-1]
	return host.ip(ctx, fmt.Sprintf("route add %v/32 via %v", p.near, near))
}

func (p *routedPath) close() {
	for _, h := range p.others {
		h.close()
	}
}
