package raw

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"time"
)

// await reads frames up to an ARP message of that kind.
func (s *arpScene) await(op uint16) ([]byte, ARPPacket, error) {
	for {
		c, err := s.frames.Read(s.buf)
		if err != nil {
			return nil, ARPPacket{}, err
		}
		if a, ok := wireDecodeARP(c.Data); ok && a.Operation == op && s.concerns(a) {
			return c.Data, a, nil
		}
	}
}

// concerns leaves out what the far kernel asks on its own, to see whether a
// neighbour is still there.
func (s *arpScene) concerns(a ARPPacket) bool {
	if a.Operation == ARPRequest {
		return a.SenderIP == s.near
	}
	return a.SenderIP == s.peer
}

// table prints the hardware address that a kernel has for a neighbour, once it
// is want. Taps see a frame before the kernel's own ARP does (packet(7)), and
// a frame on a cable is in another host's hands.
func (s *arpScene) table(ctx context.Context, who string, on func(func() error) error, of netip.Addr, want string) error {
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		var text string
		if err := on(func() (err error) { text, err = readProc("arp"); return err }); err != nil {
			return err
		}
		if at := neighbour(text, of); at == want {
			fmt.Fprintf(s.out, "%s: /proc/net/arp: %v at %s\n", who, of, at)
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// unknown is the hardware address of a neighbour that is not in the table.
const unknown = "no address"

// neighbour finds an address in /proc/net/arp, a line for each: IP address, HW
// type, flags, HW address, mask, device. Flags 0x0: asked, and not answered.
func neighbour(table string, of netip.Addr) string {
	for line := range strings.Lines(table) {
		f := strings.Fields(line)
		if len(f) == 6 && f[0] == of.String() && f[2] != "0x0" {
			return f[3]
		}
	}
	return unknown
}

// gratuitous announces an address that nobody asked about, as a host does that
// has a new network card, or has taken over another's address (RFC 5227). The
// protocol proves nothing, so that a liar is believed as well.
func (s *arpScene) gratuitous(ctx context.Context) error {
	mac, err := net.ParseMAC(newMAC)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "client: %v is at %v, unasked\n", s.near, mac)
	announce := ARPPacket{Operation: ARPRequest, SenderHardware: mac, SenderIP: s.near, TargetHardware: make([]byte, 6), TargetIP: s.near}
	if err := s.frames.Send(wireARP(arpEveryone, announce)); err != nil {
		return err
	}
	return s.table(ctx, "far", s.far.do, s.near, newMAC)
}
