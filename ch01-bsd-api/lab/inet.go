package byhand

import (
	"encoding/binary"
	"fmt"
)

// EncodeInet4 makes the Inet4Size bytes of a sockaddr_in.
func (l Layout) EncodeInet4(a Inet4) []byte {
	// BEGIN SOLUTION: header, port, address; the rest stays 0
	raw := make([]byte, Inet4Size)
	l.PutHeader(raw, l.Inet4)
	binary.BigEndian.PutUint16(raw[2:], a.Port)
	copy(raw[4:], a.IP[:])
	return raw
	// END SOLUTION
}

// DecodeInet4 reads a sockaddr_in that came from the kernel; buf and size are
// Family's. The padding may hold anything.
//
// Errors: Family's; ErrFamily if it is of another; ErrShort if it is of this
// one and has fewer than Inet4Size bytes.
func (l Layout) DecodeInet4(buf []byte, size int) (Inet4, error) {
	// BEGIN SOLUTION: check family and size, then read port and address
	if err := l.expect(buf, size, l.Inet4, Inet4Size); err != nil {
		return Inet4{}, err
	}
	return Inet4{IP: [4]byte(buf[4:8]), Port: binary.BigEndian.Uint16(buf[2:])}, nil
	// END SOLUTION
}

// EncodeInet6 makes the Inet6Size bytes of a sockaddr_in6.
func (l Layout) EncodeInet6(a Inet6) []byte {
	// BEGIN SOLUTION: header, port, flow, address, scope
	raw := make([]byte, Inet6Size)
	l.PutHeader(raw, l.Inet6)
	binary.BigEndian.PutUint16(raw[2:], a.Port)
	binary.BigEndian.PutUint32(raw[4:], a.Flow)
	copy(raw[8:], a.IP[:])
	l.Order.PutUint32(raw[24:], a.Scope)
	return raw
	// END SOLUTION
}

// DecodeInet6 is DecodeInet4 for a sockaddr_in6, which has Inet6Size bytes.
func (l Layout) DecodeInet6(buf []byte, size int) (Inet6, error) {
	// BEGIN SOLUTION: check family and size, then read the four parts
	if err := l.expect(buf, size, l.Inet6, Inet6Size); err != nil {
		return Inet6{}, err
	}
	return Inet6{
		IP:    [16]byte(buf[8:24]),
		Port:  binary.BigEndian.Uint16(buf[2:]),
		Flow:  binary.BigEndian.Uint32(buf[4:]),
		Scope: l.Order.Uint32(buf[24:]),
	}, nil
	// END SOLUTION
}

// expect returns the error of an address that is not of the family, or has
// fewer bytes than least. DecodeUnix can use it too.
func (l Layout) expect(buf []byte, size int, family uint16, least int) error {
	// BEGIN SOLUTION: ask Family, compare, then compare the sizes
	got, err := l.Family(buf, size)
	switch {
	case err != nil:
		return err
	case got != family:
		return fmt.Errorf("family %d instead of %d: %w", got, family, ErrFamily)
	case size < least:
		return fmt.Errorf("%d bytes instead of %d: %w", size, least, ErrShort)
	}
	return nil
	// END SOLUTION
}
