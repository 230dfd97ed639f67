// Believes that a slice is a copy.
//
// Replaces: echo.go
// Caught by: TestDecodeKeepsNothing
// Says: the data has to be a copy

package ping

import (
	"encoding/binary"
	"net/netip"
)

func Encode(e Echo, from, to netip.Addr) []byte {
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
}

func Decode(message []byte, from, to netip.Addr) (Echo, error) {
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
		Data:  message[messageSize:],
	}, nil
}

func sum(message []byte, from, to netip.Addr) uint16 {
	if to.Is6() {
		return Checksum(append(PseudoHeader(from, to, len(message)), message...))
	}
	return Checksum(message)
}

func check(message []byte, from, to netip.Addr) error {
	switch {
	case len(message) < messageSize:
		return ErrTruncated
	case sum(message, from, to) != 0:
		return ErrChecksum
	}
	return nil
}
