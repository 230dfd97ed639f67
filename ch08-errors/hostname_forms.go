package sockerrors

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strconv"
	"strings"
)

// LegacyIPv4 reads an address as inet_aton(3) does, and so getaddrinfo(3):
// one to four numbers, decimal, octal after a 0 or hexadecimal after 0x, of
// which the last fills all bytes that are left. 127.1 is 127.0.0.1, and so are
// 0x7f.1 and 2130706433. ok is false if s is none.
//
// A check that knows only dotted decimal lets such a string pass for a name.
func LegacyIPv4(s string) (addr netip.Addr, ok bool) {
	parts := strings.Split(s, ".")
	if len(parts) > 4 {
		return netip.Addr{}, false
	}
	var value uint64
	for i, part := range parts {
		room := 1 // bytes
		if i == len(parts)-1 {
			room = 4 - i
		}
		n, ok := legacyNumber(part)
		if !ok || n >= 1<<(8*room) {
			return netip.Addr{}, false
		}
		value = value<<(8*room) | n
	}
	return netip.AddrFrom4([4]byte{byte(value >> 24), byte(value >> 16), byte(value >> 8), byte(value)}), true
}

// legacyNumber reads a number in C's notation. Go's has more: 0o17, 0b1, 1_0.
func legacyNumber(s string) (n uint64, ok bool) {
	digits, base := s, 10
	if lower := strings.ToLower(s); strings.HasPrefix(lower, "0x") {
		digits, base = s[2:], 16
	} else if len(s) > 1 && s[0] == '0' {
		digits, base = s[1:], 8
	}
	n, err := strconv.ParseUint(digits, base, 32)
	return n, err == nil
}

// byGetaddrinfo says how getaddrinfo(3) reads a name before it asks anybody.
func byGetaddrinfo(s string) string {
	if addr, ok := LegacyIPv4(s); ok {
		return addr.String()
	}
	if addr, err := netip.ParseAddr(s); err == nil {
		return addr.String()
	}
	if s == "" {
		return "refused"
	}
	return "a name"
}

// byGo says what Go's own resolver does with a name: whether it is an address,
// whether it asks the DNS, or refuses without asking.
func byGo(ctx context.Context, s string) string {
	if addr, err := netip.ParseAddr(s); err == nil {
		return addr.String()
	}
	asked := false
	resolver := net.Resolver{
		PreferGo: true,
		Dial: func(context.Context, string, string) (net.Conn, error) {
			asked = true
			return nil, errors.New("no network is asked here")
		},
	}
	_, err := resolver.LookupMX(ctx, s)
	switch {
	case asked:
		return "asks the DNS"
	case err != nil:
		return "refused"
	}
	return "found"
}
