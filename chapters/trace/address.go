package trace

import (
	"net/netip"
	"strconv"
	"strings"
)

// Address is the socket address that a structure is, as Go would print it:
// "127.0.0.1:80", "[::1]:80", "/run/a.sock", "@abstract". That of a Unix
// socket without a name is "unnamed".
func (v Value) Address() (string, bool) {
	switch v.field("sa_family").Raw {
	case "AF_INET":
		return join(v.field("sin_addr").quotedArgument(0), "", v.field("sin_port"))
	case "AF_INET6":
		return v.address6()
	case "AF_NETLINK":
		return "netlink", true // its peer is the kernel
	case "AF_UNIX":
		path := v.field("sun_path")
		switch {
		case path.Raw == "":
			return "unnamed", true
		case path.Kind != String:
			return "", false
		case strings.HasPrefix(path.Text, "@"):
			return path.Text, true
		}
		return strconv.Quote(path.Text), true
	}
	return "", false
}

// address6 reads what strace writes of a sockaddr_in6, in which the address
// has no name of its own: inet_pton(AF_INET6, "::1", &sin6_addr).
func (v Value) address6() (string, bool) {
	ip := ""
	for _, f := range v.Items {
		if f.Value.Kind == Apply && f.Value.Text == "inet_pton" {
			ip = f.Value.quotedArgument(1)
		}
	}
	zone := v.field("sin6_scope_id")
	if zone.Kind == Apply { // if_nametoindex("eth0")
		return join(ip, zone.quotedArgument(0), v.field("sin6_port"))
	}
	if zone.Text == "0" {
		zone.Text = ""
	}
	return join(ip, zone.Text, v.field("sin6_port"))
}

// quotedArgument is the string that a function is called with.
func (v Value) quotedArgument(i int) string {
	if v.Kind != Apply || i >= len(v.Items) {
		return ""
	}
	return v.Items[i].Value.Text
}

// join puts an address together, if it is one.
func join(ip, zone string, port Value) (string, bool) {
	addr, err := netip.ParseAddr(ip)
	if err != nil || port.Text != "htons" || len(port.Items) != 1 {
		return "", false
	}
	n, err := strconv.ParseUint(port.Items[0].Value.Text, 10, 16)
	if err != nil {
		return "", false
	}
	return netip.AddrPortFrom(addr.WithZone(zone), uint16(n)).String(), true
}
