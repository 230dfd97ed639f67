// Believes that behind each IP header stands a message.
//
// Replaces: problem.go
// Caught by: TestProblemForeign
// Says: there is no message

package ping

import (
	"encoding/binary"
	"net/netip"
)

func ParseProblem(message []byte, from, to netip.Addr) (Problem, error) {
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
}

func quoted4(b []byte) (to netip.Addr, request []byte, err error) {
	if len(b) < minHeader4 {
		return to, nil, ErrTruncated
	}
	size := int(b[0]&0x0F) * 4
	if b[0]>>4 != 4 || size < minHeader4 || b[9] != protocolICMP {
		return to, nil, ErrForeign
	}
	to, _ = netip.AddrFromSlice(b[16:20]) // four bytes are an address
	request, err = begins(b, size, request4)
	return to, request, err
}

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

func begins(b []byte, size int, request byte) ([]byte, error) {
	switch {
	case len(b) < size+messageSize:
		return nil, ErrTruncated
	case b[size] != request || b[size+1] != 0:
		return nil, ErrForeign
	}
	return b[size:], nil
}
