package bsdapi

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os/exec"
	"strings"
)

// setup gives the machine two networks (ip-link(8), veth: two interfaces
// joined by a cable). Their addresses are documentation's (RFC 5737).
var setup = []string{
	"link add front type veth peer name front-far",
	"link add back type veth peer name back-far",
	"link set front addrgenmode none up",
	"link set front-far addrgenmode none up",
	"link set back addrgenmode none up",
	"link set back-far addrgenmode none up",
	"addr add 192.0.2.10/24 dev front",
	"addr add 198.51.100.130/25 dev back",
}

// Interfaces lists a machine's interfaces with their addresses and subnets,
// and asks the kernel which of them a packet for a destination would take, and
// from which address.
func Interfaces(ctx context.Context, out io.Writer) error {
	if err := alone(); err != nil {
		return err
	}
	for _, command := range setup {
		if _, err := ip(ctx, command); err != nil {
			return err
		}
	}
	if err := listInterfaces(out); err != nil {
		return err
	}
	for _, to := range []string{"127.0.0.1", "192.0.2.77", "192.0.2.10", "198.51.100.200", "198.51.100.3", "203.0.113.5"} {
		if err := showRoute(ctx, out, netip.MustParseAddr(to)); err != nil {
			return err
		}
	}
	fmt.Fprintln(out, "host: ip route add default via 192.0.2.1")
	if _, err := ip(ctx, "route add default via 192.0.2.1"); err != nil {
		return err
	}
	return showRoute(ctx, out, netip.MustParseAddr("203.0.113.5"))
}

// alone reports whether nothing but lo is up: in a new network namespace that
// is so, and interfaces that are made there are nobody else's.
func alone() error {
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

// ip runs ip(8) and returns what it prints.
func ip(ctx context.Context, command string) (string, error) {
	path, err := exec.LookPath("ip")
	if err != nil {
		return "", missing{what: "making interfaces takes the program ip", remedy: "apt-get install iproute2"}
	}
	text, err := exec.CommandContext(ctx, path, strings.Fields(command)...).CombinedOutput()
	if ctx.Err() != nil {
		return "", context.Cause(ctx)
	}
	if err != nil {
		return "", missing{what: fmt.Sprintf("ip %s: %s", command, strings.TrimSpace(string(text)))}
	}
	return string(text), nil
}

// listInterfaces prints what package net tells, which asks the kernel over a
// socket of its own kind (rtnetlink(7)); in C it is getifaddrs(3). The far
// ends of the cables are left out, and what a kernel adds of its own.
func listInterfaces(out io.Writer) error {
	all, err := net.Interfaces()
	if err != nil {
		return err
	}
	for _, i := range all {
		addrs, err := i.Addrs()
		if err != nil {
			return err
		}
		for _, a := range addrs {
			prefix, err := netip.ParsePrefix(a.String())
			if err != nil {
				return err
			}
			if prefix.Addr().Is6() {
				continue
			}
			fmt.Fprintf(out, "host: %-5s %-17v mask %-15v subnet %v\n",
				i.Name, prefix, net.IP(net.CIDRMask(prefix.Bits(), 32)), prefix.Masked())
		}
	}
	return nil
}
