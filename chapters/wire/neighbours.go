package wire

import (
	"fmt"
	"net"
	"net/netip"

	"github.com/google/gopacket/layers"
)

// arp reads a question, or the answer to one (RFC 826).
func arp(a *layers.ARP) datum {
	d := datum{proto: "ARP", from: addr(a.SourceProtAddress), to: addr(a.DstProtAddress)}
	d.says = fmt.Sprintf("who has %s?", d.to.Addr())
	if a.Operation == layers.ARPReply {
		d.says = fmt.Sprintf("%s is at %s", d.from.Addr(), net.HardwareAddr(a.SourceHwAddress))
	}
	return d
}

// igmp names a message (RFC 2236, RFC 3376).
func igmp(b []byte) string {
	if len(b) < 8 {
		return "cut short"
	}
	group := func(at int) string { return netip.AddrFrom4([4]byte(b[at:])).String() }
	switch b[0] {
	case 0x11:
		return "query"
	case 0x12, 0x16:
		return "join " + group(4)
	case 0x17:
		return "leave " + group(4)
	case 0x22:
		if len(b) < 16 {
			return "report"
		}
		// A record's first byte says what changes: 2 and 4 exclude nobody,
		// which is to join; 3 includes nobody, which is to leave.
		switch b[8] {
		case 2, 4:
			return "join " + group(12)
		case 3:
			return "leave " + group(12)
		}
		return "report " + group(12)
	}
	return fmt.Sprintf("type %#x", b[0])
}
