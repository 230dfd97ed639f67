package raw

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"strings"
	"time"

	"golang.org/x/net/ipv6"
	"golang.org/x/sys/unix"
)

// number6 gives every cable of the path a network of IPv6 as well (of
// documentation's 2001:db8::/32, RFC 3849): the near end is 1 and the far end
// 2, in the network and on the link (fe80::). A router needs the latter, to
// ask for its neighbours (RFC 4861). "nodad": usable at once, for nobody else
// is there who could have the same.
func (p *routedPath) number6(ctx context.Context) (near, far netip.Addr, err error) {
	on := here
	for i, host := range p.others {
		wire, network := fmt.Sprintf("hop%d", i+1), fmt.Sprintf("2001:db8:%d::", i+1)
		for end, do := range []func(func() error) error{on, host.do} {
			set := func() error { return addressEnd6(ctx, wire, fmt.Sprint(network, end+1), fmt.Sprint("fe80::", end+1)) }
			if err := do(set); err != nil {
				return near, far, err
			}
		}
		if err := on(func() error { return runIP(ctx, "-6 route add default via "+network+"2") }); err != nil {
			return near, far, err
		}
		if i > 0 {
			if err := host.ip(ctx, "-6 route add 2001:db8:1::/64 via "+network+"1"); err != nil {
				return near, far, err
			}
		}
		on, far = host.do, netip.MustParseAddr(network+"2")
	}
	return netip.MustParseAddr("2001:db8:1::1"), far, nil
}

// addressEnd6 does so at one end of a cable. Each host forwards, the outermost
// as well: nobody asks them to.
func addressEnd6(ctx context.Context, wire, address, link string) error {
	if err := os.WriteFile("/proc/sys/net/ipv6/conf/all/forwarding", []byte("1"), 0); err != nil {
		return missing{what: fmt.Sprintf("a router forwards: %v", err)}
	}
	for _, a := range []string{link, address} {
		if err := runIP(ctx, "-6 addr add "+a+"/64 dev "+wire+" nodad"); err != nil {
			return err
		}
		if err := routed6(ctx, netip.MustParseAddr(a)); err != nil {
			return err
		}
	}
	return nil
}

// routed6 waits until an address is this host's own: the kernel makes the
// route to it by a task that runs after ip(8) has returned.
func routed6(ctx context.Context, own netip.Addr) error {
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		text, err := readProc("ipv6_route")
		if err != nil || strings.Contains(text, fmt.Sprintf("%x 80 ", own.AsSlice())) {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// traceRoute6 is traceRoute for IPv6, where the time to live is called what it
// has long been, a hop limit.
func traceRoute6(ctx context.Context, out io.Writer, from, to netip.Addr) error {
	icmp, err := openICMP6()
	if err != nil {
		return err
	}
	defer icmp.Close()
	defer context.AfterFunc(ctx, func() { _ = icmp.SetReadDeadline(time.Unix(1, 0)) })() // fails only if closed
	for hops := 1; hops <= maxHops; hops++ {
		probe := netip.AddrPortFrom(to, uint16(firstProbe+hops-1))
		sent := time.Now()
		if err := sendProbe(probe, hops); err != nil {
			return err
		}
		kind, router, err := awaitAnswer6(icmp, probe)
		if err != nil {
			return err
		}
		took := time.Since(sent).Round(10 * time.Microsecond)
		fmt.Fprintf(out, "client: hops %d, port %d: %v, %v, %v\n", hops, probe.Port(), router, kind, took)
		if kind == ipv6.ICMPTypeDestinationUnreachable {
			return nil
		}
	}
	return fmt.Errorf("%v is more than %d hops away from %v", to, maxHops, from)
}

// openICMP6 has the kernel pass two kinds of message and no other
// (ICMP6_FILTER, RFC 3542, section 3.2): neighbour discovery is ICMPv6, too.
func openICMP6() (*net.IPConn, error) {
	conn, err := net.ListenIP("ip6:ipv6-icmp", nil)
	if err != nil {
		return nil, err
	}
	var filter ipv6.ICMPFilter
	filter.SetAll(true)
	filter.Accept(ipv6.ICMPTypeTimeExceeded)
	filter.Accept(ipv6.ICMPTypeDestinationUnreachable)
	if err := ipv6.NewPacketConn(conn).SetICMPFilter(&filter); err != nil {
		_ = conn.Close() // the first error is the one that matters
		return nil, err
	}
	return conn, conn.SetReadDeadline(time.Now().Add(allowedTime))
}

// awaitAnswer6 reads until an error comes for that probe. A raw socket of IPv6
// gives no IP header, only what follows it: 8 bytes of ICMPv6, and then the
// packet that caused it, of which the first 48 bytes are headers (RFC 4443).
func awaitAnswer6(icmp *net.IPConn, probe netip.AddrPort) (ipv6.ICMPType, netip.Addr, error) {
	const ip, udp, end = 8, 8 + 40, 8 + 40 + 8
	buf := make([]byte, 1500)
	for {
		n, from, err := icmp.ReadFromIP(buf)
		if err != nil {
			return 0, netip.Addr{}, err
		}
		if n < end || buf[ip+6] != unix.IPPROTO_UDP {
			continue
		}
		dst := netip.AddrFrom16([16]byte(buf[ip+24:]))
		if netip.AddrPortFrom(dst, binary.BigEndian.Uint16(buf[udp+2:])) != probe {
			continue
		}
		router, _ := netip.AddrFromSlice(from.IP) // 16 bytes, as ever
		return ipv6.ICMPType(buf[0]), router, nil
	}
}
