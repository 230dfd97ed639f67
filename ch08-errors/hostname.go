package sockerrors

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
)

// A HostNameKind is a member of Windows.Networking.HostNameType, with its
// value.
type HostNameKind int

const (
	DomainName HostNameKind = 0
	Ipv4       HostNameKind = 1
	Ipv6       HostNameKind = 2
	Bluetooth  HostNameKind = 3 // a hardware address; sockets use it for RFCOMM
)

func (k HostNameKind) String() string {
	names := [...]string{"DomainName", "Ipv4", "Ipv6", "Bluetooth"}
	if k < 0 || int(k) >= len(names) {
		return fmt.Sprintf("HostNameKind(%d)", int(k))
	}
	return names[k]
}

// A HostName is a host's name or address that has been found well-formed, like
// UWP's Windows.Networking.HostName. It need not exist.
type HostName struct {
	Raw       string // as it was given
	Canonical string // lower case, A-labels, no final dot; equal hosts, equal strings
	Kind      HostNameKind
}

// IsEqual tells whether two names mean the same host, as UWP's method of that
// name does: by their canonical names.
func (h HostName) IsEqual(other HostName) bool { return h.Canonical == other.Canonical }

// A HostNameError says why a string is no host's name. UWP's constructor
// throws E_INVALIDARG (0x80070057), and gives no reason.
type HostNameError struct {
	Name    string
	Problem string

	// Documented is set if Microsoft's documentation, and not a standard that
	// we suppose it to follow, says that the name is refused.
	Documented bool
}

func (e *HostNameError) Error() string { return fmt.Sprintf("host name %q: %s", e.Name, e.Problem) }

// ParseHostName takes a host's name apart from what only looks like one. It
// asks no resolver.
//
// What Microsoft documents of HostName is that an empty string is refused, and
// one with characters that no host's name has; that IPv4 is dotted decimal and
// IPv6 hexadecimal. The rest follows RFC 1123 section 2.1 for names, RFC 5890
// for names that are not ASCII, and RFC 4007 for zones. The error is a
// *HostNameError.
func ParseHostName(s string) (HostName, error) {
	refuse := func(problem string) (HostName, error) {
		return HostName{}, &HostNameError{s, problem, false}
	}
	if s == "" {
		return HostName{}, &HostNameError{s, "empty", true}
	}
	if canonical, ok := bluetooth(s); ok {
		return HostName{s, canonical, Bluetooth}, nil
	}
	if strings.ContainsAny(s, "[]") {
		return refuse("brackets belong to a URL, not to the address")
	}
	if addr, err := netip.ParseAddr(s); err == nil {
		if addr.Is4() {
			return HostName{s, addr.String(), Ipv4}, nil
		}
		return HostName{s, addr.String(), Ipv6}, nil
	}
	if strings.Contains(s, ":") {
		return refuse("a colon, and not an IPv6 address")
	}
	canonical, err := canonicalDomain(s)
	var bad forbidden
	if errors.As(err, &bad) {
		// Which characters those are is not documented. Windows itself lets a
		// computer's name have an underscore.
		return HostName{}, &HostNameError{s, bad.Error(), bad != '_'}
	}
	if err != nil {
		return refuse(err.Error())
	}
	return HostName{s, canonical, DomainName}, nil
}

// bluetooth reads six hexadecimal bytes with colons, in parentheses or not.
func bluetooth(s string) (canonical string, ok bool) {
	s = strings.TrimSuffix(strings.TrimPrefix(s, "("), ")")
	parts := strings.Split(s, ":")
	if len(parts) != 6 {
		return "", false
	}
	for _, part := range parts {
		if len(part) != 2 || strings.Trim(part, "0123456789abcdefABCDEF") != "" {
			return "", false
		}
	}
	return "(" + strings.ToUpper(s) + ")", true
}
