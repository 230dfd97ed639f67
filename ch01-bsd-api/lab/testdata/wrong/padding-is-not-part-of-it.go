// Believes that bytes which say nothing need not be there.
//
// Replaces: inet.go
// Caught by: TestInet4Bytes, TestInetRoundTrip
// Says: a sockaddr_in has 16 bytes

package byhand

import (
	"encoding/binary"
	"fmt"
)

func (l Layout) EncodeInet4(a Inet4) []byte {
	raw := make([]byte, 8)
	l.PutHeader(raw, l.Inet4)
	binary.BigEndian.PutUint16(raw[2:], a.Port)
	copy(raw[4:], a.IP[:])
	return raw
}

func (l Layout) DecodeInet4(buf []byte, size int) (Inet4, error) {
	if err := l.expect(buf, size, l.Inet4, Inet4Size); err != nil {
		return Inet4{}, err
	}
	return Inet4{IP: [4]byte(buf[4:8]), Port: binary.BigEndian.Uint16(buf[2:])}, nil
}

func (l Layout) EncodeInet6(a Inet6) []byte {
	raw := make([]byte, Inet6Size)
	l.PutHeader(raw, l.Inet6)
	binary.BigEndian.PutUint16(raw[2:], a.Port)
	binary.BigEndian.PutUint32(raw[4:], a.Flow)
	copy(raw[8:], a.IP[:])
	l.Order.PutUint32(raw[24:], a.Scope)
	return raw
}

func (l Layout) DecodeInet6(buf []byte, size int) (Inet6, error) {
	if err := l.expect(buf, size, l.Inet6, Inet6Size); err != nil {
		return Inet6{}, err
	}
	return Inet6{
		IP:    [16]byte(buf[8:24]),
		Port:  binary.BigEndian.Uint16(buf[2:]),
		Flow:  binary.BigEndian.Uint32(buf[4:]),
		Scope: l.Order.Uint32(buf[24:]),
	}, nil
}

func (l Layout) expect(buf []byte, size int, family uint16, least int) error {
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
}
