package bsdapi

import (
	"context"
	"net"
	"net/netip"
	"strconv"
)

// resolve turns "host:port" into the address to bind or to connect to; of a
// name with several, the first. No system call does that: in C it is
// getaddrinfo(3), a library, and in Go package net.
func resolve(ctx context.Context, hostport string, none netip.Addr) (*net.TCPAddr, error) {
	host, service, err := net.SplitHostPort(hostport)
	if err != nil {
		return nil, err
	}
	port, err := net.DefaultResolver.LookupPort(ctx, "tcp", service)
	if err != nil {
		return nil, err
	}
	ip := none
	if host != "" {
		ips, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		if err != nil {
			return nil, err
		}
		ip = ips[0]
	}
	return net.TCPAddrFromAddrPort(netip.AddrPortFrom(ip.Unmap(), uint16(port))), nil
}

// zoneIndex is the number of the interface that an IPv6 zone names: a
// link-local address is one on each link (RFC 4007). 0 is none.
func zoneIndex(zone string) uint32 {
	if i, err := net.InterfaceByName(zone); err == nil {
		return uint32(i.Index)
	}
	n, _ := strconv.ParseUint(zone, 10, 32) // a name that no interface has: 0
	return uint32(n)
}

func zoneName(index uint32) string {
	if index == 0 {
		return ""
	}
	if i, err := net.InterfaceByIndex(int(index)); err == nil {
		return i.Name
	}
	return strconv.FormatUint(uint64(index), 10)
}
