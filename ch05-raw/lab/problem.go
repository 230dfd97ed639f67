package ping

import (
	"encoding/binary"
	"net/netip"
)

// ParseProblem reads an ICMP error that came from one address to another, and
// the echo request that it quotes.
//
// A router quotes what it had in hand, and may have quoted the first 8 bytes
// behind the IP header only: no checksum of the quoted packet can be verified,
// and its lengths are those of the whole packet.
//
// Errors: ErrTruncated with less than a header, or if what is quoted ends
// before the sequence number does; ErrChecksum, the message's own; ErrForeign
// if it is neither unreachable nor time exceeded, or quotes something else
// than the beginning of an echo request with code 0.
func ParseProblem(message []byte, from, to netip.Addr) (Problem, error) {
	// BEGIN SOLUTION: the error itself, and then the quote
	if err := check(message, from, to); err != nil {
		return Problem{}, err
	}
	p := Problem{Code: int(message[1])}
	kinds, quoted := map[byte]Kind{unreachable4: Unreachable, timeExceeded4: TimeExceeded}, quoted4
	if to.Is6() {
		kinds, quoted = map[byte]Kind{unreachable6: Unreachable, timeExceeded6: TimeExceeded}, quoted6
	}
	if p.Kind = kinds[message[0]]; p.Kind == Ignored {
		return Problem{}, ErrForeign
	}
	destination, request, err := quoted(message[messageSize:])
	if err != nil {
		return Problem{}, err
	}
	p.To = destination
	p.ID = binary.BigEndian.Uint16(request[4:])
	p.Seq = binary.BigEndian.Uint16(request[6:])
	return p, nil
	// END SOLUTION
}

// BEGIN SOLUTION: the quotes of both families

// quoted4 finds an echo request behind an IPv4 header.
func quoted4(b []byte) (to netip.Addr, request []byte, err error) {
	if len(b) < minHeader4 {
		return to, nil, ErrTruncated
	}
	size := int(b[0]&0x0F) * 4
	offset := binary.BigEndian.Uint16(b[6:]) & 0x1FFF
	if b[0]>>4 != 4 || size < minHeader4 || b[9] != protocolICMP || offset != 0 {
		return to, nil, ErrForeign
	}
	to, _ = netip.AddrFromSlice(b[16:20]) // four bytes are an address
	request, err = begins(b, size, request4)
	return to, request, err
}

// quoted6 finds an echo request behind an IPv6 header.
func quoted6(b []byte) (to netip.Addr, request []byte, err error) {
	if len(b) < header6 {
		return to, nil, ErrTruncated
	}
	if b[0]>>4 != 6 || b[6] != protocolICMPv6 {
		return to, nil, ErrForeign
	}
	to, _ = netip.AddrFromSlice(b[24:40]) // sixteen are one too
	request, err = begins(b, header6, request6)
	return to, request, err
}

// begins returns what follows a header, if it begins a request.
func begins(b []byte, size int, request byte) ([]byte, error) {
	switch {
	case len(b) < size+messageSize:
		return nil, ErrTruncated
	case b[size] != request || b[size+1] != 0:
		return nil, ErrForeign
	}
	return b[size:], nil
}

// END SOLUTION
