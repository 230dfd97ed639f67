// Package byhand makes socket addresses byte by byte, and an echo server and
// its client out of system calls alone.
//
// An address goes to a kernel as a sockaddr: a row of bytes without names, and
// its length. There are three kinds here. Where a number stands in them is the
// same on every system but for the first two bytes, which have the family:
//
//	                       Linux, Windows        macOS, the BSDs
//	0  family              two bytes,            a byte: the length of all
//	1                      the machine's order   a byte: the family
//
//	sockaddr_in            16 bytes (ip(7))
//	2  port                2 bytes, network order
//	4  address             4 bytes
//	8  padding             8 bytes, all 0
//
//	sockaddr_in6           28 bytes (ipv6(7), RFC 3493 section 3.3)
//	2  port                2 bytes, network order
//	4  flow information    4 bytes, network order, as in the IPv6 header
//	8  address             16 bytes
//	24 scope               4 bytes, the machine's order
//
//	sockaddr_un            as long as its name (unix(7))
//	2  name                a path and a 0; or, on Linux, a 0 and an abstract
//	                       name, which ends where the address does; or nothing
//
// Network order is the most significant byte first (RFC 791, appendix B).
package byhand

import (
	"errors"
	"fmt"
	"net/netip"
)

// The sizes, in bytes, of what does not vary.
const (
	HeaderSize = 2  // the family, with or without the length
	Inet4Size  = 16 // a sockaddr_in
	Inet6Size  = 28 // a sockaddr_in6

	// Room is enough for an address of any family, as a sockaddr_storage is
	// (RFC 3493 section 3.10).
	Room = 128
)

// What can be wrong with an address. Who returns one of these may put more
// into the text: wrap it.
var (
	ErrShort     = errors.New("too short for an address of its kind")
	ErrTruncated = errors.New("longer than what came of it")
	ErrFamily    = errors.New("of another family")
	ErrName      = errors.New("not a name that this system can have")
	ErrTooLong   = errors.New("the name is too long")
)

// Inet4 is what a sockaddr_in says.
type Inet4 struct {
	IP   [4]byte
	Port uint16
}

func (a Inet4) String() string {
	return netip.AddrPortFrom(netip.AddrFrom4(a.IP), a.Port).String()
}

// Inet6 is what a sockaddr_in6 says. Flow is the traffic class and the flow
// label of the IPv6 header, 0 as a rule. Scope is the number of an interface,
// for an address that means another host on each, such as fe80::1; else 0.
type Inet6 struct {
	IP          [16]byte
	Port        uint16
	Flow, Scope uint32
}

func (a Inet6) String() string {
	at := netip.AddrPortFrom(netip.AddrFrom16(a.IP), a.Port)
	return fmt.Sprintf("%v, flow %#x, scope %d", at, a.Flow, a.Scope)
}

// A Kind says what the name of a Unix socket is.
type Kind int

const (
	Unnamed  Kind = iota // there is none: a client's socket, or one of a pair
	Pathname             // a file
	Abstract             // Linux: bytes, any of them 0, that are in no file system
)

// Unix is what a sockaddr_un says. Name is without the 0 that ends a path or
// begins an abstract name; it is "" for Unnamed.
type Unix struct {
	Kind Kind
	Name string
}

func (a Unix) String() string {
	kinds := map[Kind]string{Unnamed: "unnamed", Pathname: "path", Abstract: "abstract"}
	return fmt.Sprintf("%s %q", kinds[a.Kind], a.Name)
}
