package ping

import (
	"encoding/binary"
	"net/netip"
)

// Encode makes e a message for its way between two addresses, ICMPv6 if they
// are IPv6. The checksum is in it.
func Encode(e Echo, from, to netip.Addr) []byte {
	// BEGIN SOLUTION: the header, the data, and then the checksum
	kind := byte(request4)
	switch {
	case to.Is6() && e.Reply:
		kind = reply6
	case to.Is6():
		kind = request6
	case e.Reply:
		kind = reply4
	}
	m := []byte{kind, 0, 0, 0}
	m = binary.BigEndian.AppendUint16(m, e.ID)
	m = binary.BigEndian.AppendUint16(m, e.Seq)
	m = append(m, e.Data...)
	binary.BigEndian.PutUint16(m[2:], sum(m, from, to))
	return m
	// END SOLUTION
}

// Decode reads a message that came from one address to another. The data is a
// copy: the next packet may be read into the same memory.
//
// Errors, in this order: ErrTruncated with less than a header; ErrChecksum;
// ErrForeign if it is not the echo request or reply of its family, with code
// 0.
func Decode(message []byte, from, to netip.Addr) (Echo, error) {
	// BEGIN SOLUTION: check it, and only then read it
	if err := check(message, from, to); err != nil {
		return Echo{}, err
	}
	request, reply := byte(request4), byte(reply4)
	if to.Is6() {
		request, reply = request6, reply6
	}
	kind, code := message[0], message[1]
	if kind != request && kind != reply || code != 0 {
		return Echo{}, ErrForeign
	}
	return Echo{
		Reply: kind == reply,
		ID:    binary.BigEndian.Uint16(message[4:]),
		Seq:   binary.BigEndian.Uint16(message[6:]),
		Data:  append([]byte{}, message[messageSize:]...),
	}, nil
	// END SOLUTION
}

// BEGIN SOLUTION: what both families have in common

// sum is the checksum of a message, with the pseudo-header that ICMPv6 has.
func sum(message []byte, from, to netip.Addr) uint16 {
	if to.Is6() {
		return Checksum(append(PseudoHeader(from, to, len(message)), message...))
	}
	return Checksum(message)
}

// check looks at what every ICMP message has.
func check(message []byte, from, to netip.Addr) error {
	switch {
	case len(message) < messageSize:
		return ErrTruncated
	case sum(message, from, to) != 0:
		return ErrChecksum
	}
	return nil
}

// END SOLUTION
