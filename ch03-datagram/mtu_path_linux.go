package datagram

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"time"
)

// A narrowPath leads from this host over a router to the far one. Its second
// cable takes packets of 1000 bytes, the first 1500.
type narrowPath struct {
	out         io.Writer
	router, far *netHost
	client      *net.UDPConn
	server      *listener4 // on the far host
	stop        func() bool
}

func newNarrowPath(ctx context.Context, out io.Writer) (*narrowPath, error) {
	if err := netAlone(); err != nil {
		return nil, err
	}
	p := &narrowPath{out: out}
	if err := p.open(ctx); err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

func (p *narrowPath) open(ctx context.Context) (err error) {
	if p.router, err = newNetHost(ctx); err != nil {
		return err
	}
	if p.far, err = newNetHost(ctx); err != nil {
		return err
	}
	if err := p.connect(ctx); err != nil {
		return err
	}
	err = p.far.do(func() (err error) { p.server, err = listen4(ctx, "server", "198.51.100.2:4000"); return err })
	if err != nil {
		return err
	}
	p.client, err = net.DialUDP("udp4", nil, p.server.LocalAddr().(*net.UDPAddr))
	if err != nil {
		return err
	}
	if err := p.client.SetDeadline(time.Now().Add(allotted)); err != nil {
		return err
	}
	p.stop = context.AfterFunc(ctx, func() {
		_, _ = p.client.SetDeadline(time.Unix(1, 0)), p.server.SetDeadline(time.Unix(1, 0)) // fail only if closed
	})
	return nil
}

// connect lays the two cables. That the router forwards is a setting of its
// own network (net.ipv4.ip_forward), found by the thread that opens it.
func (p *narrowPath) connect(ctx context.Context) error {
	forward := func() error {
		if err := os.WriteFile("/proc/sys/net/ipv4/ip_forward", []byte("1"), 0); err != nil {
			return missing{what: fmt.Sprintf("a router forwards: %v", err)}
		}
		return cable(ctx, p.far, "narrow", "198.51.100.1/24", "198.51.100.2/24")
	}
	for _, step := range []func() error{
		func() error { return cable(ctx, p.router, "wire", "192.0.2.1/24", "192.0.2.2/24") },
		func() error { return p.router.do(forward) },
		func() error { return p.router.ip(ctx, "link set narrow mtu 1000") },
		func() error { return p.far.ip(ctx, "link set narrow mtu 1000") },
		func() error { return p.far.ip(ctx, "route add default via 198.51.100.1") },
		func() error { return runIP(ctx, "route add default via 192.0.2.2") },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (p *narrowPath) close() {
	if p.stop != nil {
		p.stop()
	}
	if p.client != nil {
		_ = p.client.Close() // nothing is kept in a datagram socket
	}
	if p.server != nil {
		_ = p.server.Close()
	}
	for _, h := range []*netHost{p.far, p.router} {
		if h != nil {
			h.close()
		}
	}
}
