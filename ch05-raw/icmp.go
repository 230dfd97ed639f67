package raw

import (
	"encoding/binary"
	"fmt"
	"net/netip"
)

// An ICMP is a message of RFC 792, or of RFC 4443 over IPv6. All begin with
// the same four bytes; what the next four mean, the type says:
//
//	 0               1               2               3
//	+---------------+---------------+-------------------------------+
//	|     Type      |     Code      |           Checksum            |
//	+---------------+---------------+-------------------------------+
//	|     echo: identifier, sequence; too big: MTU; else unused     |
//	+---------------------------------------------------------------+
//	|   echo: what was sent; an error: the packet that caused it    |
type ICMP struct {
	Type, Code uint8
	Checksum   uint16
	Rest       [4]byte
	Data       []byte
}

const icmpHeaderLen = 8

// Types of both versions.
const (
	EchoReply, EchoRequest    = 0, 8
	Unreachable, TimeExceeded = 3, 11
	EchoRequest6, EchoReply6  = 128, 129
	Unreachable6, TooBig6     = 1, 2
	TimeExceeded6, BadHeader6 = 3, 4

	sourceQuench, redirect, parameterProblem = 4, 5, 12 // IPv4's alone
)

// ParseICMP reads a message. Data is a part of b.
func ParseICMP(b []byte) (ICMP, error) {
	if err := atLeast("ICMP message", b, icmpHeaderLen); err != nil {
		return ICMP{}, err
	}
	return ICMP{
		Type: b[0], Code: b[1], Checksum: binary.BigEndian.Uint16(b[2:]),
		Rest: [4]byte(b[4:]), Data: b[icmpHeaderLen:],
	}, nil
}

// Append appends the message to b as it is, and returns the result.
func (m ICMP) Append(b []byte) []byte {
	b = append(b, m.Type, m.Code)
	b = binary.BigEndian.AppendUint16(b, m.Checksum)
	b = append(b, m.Rest[:]...)
	return append(b, m.Data...)
}

// Message4 is a whole message over IPv4: its checksum covers itself alone.
func (m ICMP) Message4() []byte {
	m.Checksum = 0
	b := m.Append(nil)
	binary.BigEndian.PutUint16(b[2:], Checksum(b))
	return b
}

// Message6 is a whole message over IPv6, whose checksum covers the addresses.
func (m ICMP) Message6(src, dst netip.Addr) []byte {
	m.Checksum = 0
	b := m.Append(nil)
	binary.BigEndian.PutUint16(b[2:], TransportChecksum(src, dst, ProtocolICMPv6, b))
	return b
}

// EchoMessage is an echo message: a request, or the reply to one, has an identifier
// that tells programs apart and a number that tells requests apart.
func EchoMessage(kind uint8, id, sequence uint16, data []byte) ICMP {
	m := ICMP{Type: kind, Data: data}
	binary.BigEndian.PutUint16(m.Rest[:], id)
	binary.BigEndian.PutUint16(m.Rest[2:], sequence)
	return m
}

// ID and Sequence are an echo message's.
func (m ICMP) ID() uint16 { return binary.BigEndian.Uint16(m.Rest[:]) }

// Sequence is described at [ICMP.ID].
func (m ICMP) Sequence() uint16 { return binary.BigEndian.Uint16(m.Rest[2:]) }

// IsError reports whether the message tells of a packet that could not be
// delivered. Of such a message there is never an error in turn (RFC 1122
// section 3.2.2), or two machines might complain to each other for ever.
func (m ICMP) IsError(v6 bool) bool {
	if v6 {
		return m.Type < 128
	}
	switch m.Type {
	case Unreachable, TimeExceeded, sourceQuench, redirect, parameterProblem:
		return true
	}
	return false
}

// Name is what the message says, in words.
func (m ICMP) Name(v6 bool) string {
	names := icmpNames4
	if v6 {
		names = icmpNames6
	}
	for _, key := range [][2]int{{int(m.Type), int(m.Code)}, {int(m.Type), -1}} {
		if name, ok := names[key]; ok {
			return name
		}
	}
	return fmt.Sprintf("type %d code %d", m.Type, m.Code)
}

// By type and code; a code of -1 stands for all others.
var (
	icmpNames4 = map[[2]int]string{
		{0, -1}: "echo reply", {8, -1}: "echo request",
		{3, 0}: "network unreachable", {3, 1}: "host unreachable", {3, 2}: "protocol unreachable",
		{3, 3}: "port unreachable", {3, 4}: "fragmentation needed", {3, 13}: "administratively prohibited",
		{5, -1}: "redirect", {11, 0}: "time exceeded", {11, 1}: "fragment reassembly time exceeded",
		{12, -1}: "parameter problem",
	}
	icmpNames6 = map[[2]int]string{
		{128, -1}: "echo request", {129, -1}: "echo reply",
		{1, 0}: "no route", {1, 1}: "administratively prohibited", {1, 2}: "beyond scope", {1, 3}: "address unreachable", {1, 4}: "port unreachable",
		{1, 5}: "source address failed policy", {1, 6}: "route rejected",
		{2, -1}: "packet too big", {3, 0}: "hop limit exceeded", {4, -1}: "parameter problem",
		{133, -1}: "router solicitation", {134, -1}: "router advertisement",
		{135, -1}: "neighbour solicitation", {136, -1}: "neighbour advertisement", {143, -1}: "multicast listener report",
	}
)
