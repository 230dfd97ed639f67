package raw

import (
	"fmt"
	"net/netip"

	"golang.org/x/sys/unix"
)

// packet is a datagram to the server: 20 bytes of IPv4, 8 of UDP, text.
func (s *handmadeScene) packet(from, text string) []byte {
	src := netip.MustParseAddrPort(from)
	return wireIPv4(src.Addr(), s.at.Addr(), unix.IPPROTO_UDP, wireUDP(src, s.at, []byte(text)))
}

// send returns the packet as it crossed lo.
func (s *handmadeScene) send(who string, packet []byte) (wirePacket, error) {
	if err := sendRawIPv4(s.at.Addr(), packet); err != nil {
		return wirePacket{}, fmt.Errorf("%s: %w", who, err)
	}
	return s.tap.until(nil, func(p wirePacket) bool { return p.Proto == unix.IPPROTO_UDP && p.Dst == s.at })
}
