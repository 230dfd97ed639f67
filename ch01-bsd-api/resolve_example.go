package bsdapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
)

// Resolve turns names into addresses in the order in which a resolver does: is
// it a number, is it in the hosts file, does DNS know it. The DNS server is
// the example's own, and no question leaves the machine.
func Resolve(ctx context.Context, out io.Writer) error {
	z, err := startZone(ctx, "www.example.test.")
	if err != nil {
		return err
	}
	defer z.close()
	for _, s := range []string{
		"127.0.0.1", "::1", "::ffff:127.0.0.1", "fe80::1%lo", "127.1", "2130706433", "0177.0.0.1", "127.0.0.01",
	} {
		showNumeric(ctx, out, s)
	}
	r := z.resolver()
	for _, name := range []string{"localhost", "www.example.test.", "nobody.example.test."} {
		showName(ctx, out, r, z, name)
	}
	showFamilies(ctx, out, r)
	port, err := r.LookupPort(ctx, "tcp", "http")
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "go: port http over tcp:", port)
	return ctx.Err()
}

// showNumeric parses a number. inet_aton(3), which C's getaddrinfo calls,
// takes parts that are missing, octal and hexadecimal; Go takes four decimal
// numbers without leading zeros, and nothing else (RFC 6943 section 3.1.1 says
// why).
func showNumeric(ctx context.Context, out io.Writer, s string) {
	addr, err := netip.ParseAddr(s)
	switch {
	case err != nil:
		fmt.Fprintf(out, "go: %-18q no address%s\n", s, libc(ctx, s))
	case addr.Is4In6():
		fmt.Fprintf(out, "go: %-18q IPv4-mapped, means %v\n", s, addr.Unmap())
	case addr.Zone() != "":
		fmt.Fprintf(out, "go: %-18q %v, on the link of interface %s\n", s, addr.WithZone(""), addr.Zone())
	default:
		fmt.Fprintf(out, "go: %-18q %d bytes\n", s, addr.BitLen()/8)
	}
}

// showName looks a name up, and says how many questions DNS got.
func showName(ctx context.Context, out io.Writer, r *net.Resolver, z *zone, name string) {
	before := z.questions.Load()
	addrs, err := r.LookupNetIP(ctx, "ip", name)
	asked := z.questions.Load() - before
	var unknown *net.DNSError
	if errors.As(err, &unknown) {
		fmt.Fprintf(out, "go: %s: %s, IsNotFound %t; %d questions to DNS\n", name, unknown.Err, unknown.IsNotFound, asked)
		return
	}
	if name == "localhost" { // what else the hosts file has is the machine's affair
		fmt.Fprintf(out, "go: %s: in the hosts file; %d questions to DNS\n", name, asked)
		return
	}
	fmt.Fprintf(out, "go: %s: %v; %d questions to DNS\n", name, addrs, asked)
}

// showFamilies asks for one family at a time, as an IPv4 socket has to.
func showFamilies(ctx context.Context, out io.Writer, r *net.Resolver) {
	for _, network := range []string{"ip4", "ip6"} {
		addrs, err := r.LookupNetIP(ctx, network, "www.example.test.")
		if err != nil {
			fmt.Fprintf(out, "go: %s: %v\n", network, err)
			continue
		}
		fmt.Fprintf(out, "go: www.example.test., %s only: %v\n", network, addrs)
	}
}
