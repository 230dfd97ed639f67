package raw

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"time"

	"golang.org/x/net/ipv4"
	"golang.org/x/net/ipv6"
	"golang.org/x/sys/unix"
)

// The port of the first probe, by custom: one at which nobody listens. Every
// probe has the next one, so that an answer tells which it is for.
const (
	firstProbe = 33434
	maxHops    = 30
)

// Traceroute finds the routers on the way to a host: each takes one from a
// packet's time to live, and the one that arrives at 0 throws it away and says
// so to the sender (ICMP time exceeded, RFC 792). The way is made for it.
func Traceroute(ctx context.Context, out io.Writer) error {
	path, err := newRoutedPath(ctx, 3)
	if err != nil {
		return err
	}
	defer path.close()
	fmt.Fprintf(out, "client: %v to %v, at most %d hops\n", path.near, path.far, maxHops)
	if err := traceRoute(ctx, out, path.near, path.far); err != nil {
		return ctxError(ctx, err)
	}
	near6, far6, err := path.number6(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "client: %v to %v\n", near6, far6)
	return ctxError(ctx, traceRoute6(ctx, out, near6, far6))
}

// traceRoute sends a probe for each hop and waits for its answer.
func traceRoute(ctx context.Context, out io.Writer, from, to netip.Addr) error {
	icmp, err := openICMP()
	if err != nil {
		return err
	}
	defer icmp.Close()
	defer context.AfterFunc(ctx, func() { _ = icmp.SetReadDeadline(time.Unix(1, 0)) })() // fails only if closed
	if err := icmp.SetReadDeadline(time.Now().Add(allowedTime)); err != nil {
		return err
	}
	for ttl := 1; ttl <= maxHops; ttl++ {
		port := uint16(firstProbe + ttl - 1)
		sent := time.Now()
		if err := sendProbe(netip.AddrPortFrom(to, port), ttl); err != nil {
			return err
		}
		answer, err := awaitAnswer(icmp, netip.AddrPortFrom(to, port))
		if err != nil {
			return err
		}
		took := time.Since(sent).Round(10 * time.Microsecond)
		fmt.Fprintf(out, "client: ttl %d, port %d: %v, %s, %v\n", ttl, port, answer.Src.Addr(), ICMP{Type: answer.Type, Code: answer.Code}.Name(false), took)
		if answer.Type == Unreachable {
			return nil
		}
	}
	return fmt.Errorf("%v is more than %d hops away from %v", to, maxHops, from)
}

// sendProbe is an ordinary UDP socket's: the time to live takes no privilege
// (IP_TTL, ip(7); IPV6_UNICAST_HOPS, ipv6(7)).
func sendProbe(to netip.AddrPort, ttl int) error {
	conn, err := net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(to))
	if err != nil {
		return err
	}
	if to.Addr().Is4() {
		err = ipv4.NewConn(conn).SetTTL(ttl)
	} else {
		err = ipv6.NewConn(conn).SetHopLimit(ttl)
	}
	if err == nil {
		_, err = conn.Write([]byte("probe"))
	}
	return errors.Join(err, conn.Close())
}

// openICMP makes a raw socket that gets a copy of all ICMP that this host
// receives (raw(7)).
func openICMP() (*os.File, error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_RAW|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, unix.IPPROTO_ICMP)
	if errors.Is(err, unix.EPERM) {
		return nil, missing{what: "a raw socket takes CAP_NET_RAW", remedy: "unshare -Urn"}
	} else if err != nil {
		return nil, os.NewSyscallError("socket", err)
	}
	return os.NewFile(uintptr(fd), "icmp"), nil
}

// awaitAnswer reads until an error comes for the probe to that address. Such a
// message quotes the packet that caused it: its IP header and 8 bytes more,
// which hold both ports (RFC 792; more of it since RFC 1812).
func awaitAnswer(icmp *os.File, probe netip.AddrPort) (wirePacket, error) {
	buf := make([]byte, 1500)
	for {
		n, err := icmp.Read(buf) // from the IP header on, as raw sockets of IPv4 do
		if err != nil {
			return wirePacket{}, err
		}
		answer, err := wireDecode(buf[:n])
		if err != nil || answer.Type != Unreachable && answer.Type != TimeExceeded {
			continue
		}
		if quoted, err := wireDecode(answer.Payload); err == nil && quoted.Proto == unix.IPPROTO_UDP && quoted.Dst == probe {
			return answer, nil
		}
	}
}
