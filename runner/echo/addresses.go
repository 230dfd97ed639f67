package echo

import (
	"net"
	"net/netip"
	"slices"
)

// exposed reports whether others than this machine reach what is bound to at.
func exposed(at net.Addr) bool {
	host, _, err := net.SplitHostPort(at.String())
	if err != nil {
		return false // a path is this machine's
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && !ip.IsLoopback()
}

// reachable are the addresses by which others reach what is bound to at.
func reachable(at net.Addr) []netip.Addr {
	host, _, err := net.SplitHostPort(at.String())
	if err != nil {
		return nil
	}
	bound, err := netip.ParseAddr(host)
	if err != nil || !bound.IsUnspecified() {
		return []netip.Addr{bound}
	}
	// Whoever cannot be asked has no addresses to tell of.
	interfaces, _ := net.Interfaces()
	var all []net.Addr
	for _, i := range interfaces {
		// Without a carrier, as a bridge that nobody is on, nobody comes by it.
		if i.Flags&(net.FlagUp|net.FlagRunning) == net.FlagUp|net.FlagRunning {
			addresses, _ := i.Addrs()
			all = append(all, addresses...)
		}
	}
	return usable(all, bound)
}

// usable picks what can be typed on another machine, IPv4 first. A link-local
// address is no use there without the name of an interface of that machine.
// Only IPv4 reaches a socket bound to 0.0.0.0; one bound to [::] is reached by
// both, for that is how this workbook's servers are made.
func usable(all []net.Addr, bound netip.Addr) []netip.Addr {
	var kept []netip.Addr
	for _, a := range all {
		prefix, err := netip.ParsePrefix(a.String())
		if err != nil {
			continue
		}
		ip := prefix.Addr().Unmap()
		if ip.IsGlobalUnicast() && (ip.Is4() || bound.Is6()) && !slices.Contains(kept, ip) {
			kept = append(kept, ip)
		}
	}
	slices.SortStableFunc(kept, func(a, b netip.Addr) int { return a.BitLen() - b.BitLen() })
	return kept
}
