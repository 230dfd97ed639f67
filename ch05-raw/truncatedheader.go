package raw

import (
	"context"
	"fmt"
	"io"
	"net/netip"
)

// TruncatedHeader reads a packet of which more and more is missing, as ICMP
// errors and captures with a limit have it, and one that lies about itself.
func TruncatedHeader(_ context.Context, out io.Writer) error {
	src, dst := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	datagram := UDP{Src: 4321, Dst: 4000}.Datagram(src, dst, []byte("hello"))
	header := IPv4{TTL: 64, Protocol: ProtocolUDP, Src: src, Dst: dst}.Complete(len(datagram))
	packet := append(header.Append(nil), datagram...)
	for _, size := range []int{len(packet), 28, 24, 19, 0} {
		fmt.Fprintf(out, "reader: %2d bytes of %d: %s\n", size, len(packet), readDatagram(packet[:size]))
	}
	lying := append([]byte{0x4f}, packet[1:]...)
	fmt.Fprintf(out, "reader: a header that says it has 60 bytes: %s\n", readDatagram(lying))
	short := IPv4{TTL: 64, Protocol: ProtocolUDP, Src: src, Dst: dst}.Complete(0)
	short.Length = 10
	fmt.Fprintf(out, "reader: a packet that says it has 10 bytes: %s\n", readDatagram(short.Append(nil)))
	return nil
}

// readDatagram is what can be said of a packet.
func readDatagram(b []byte) string {
	h, payload, err := ParseIPv4(b)
	if err != nil {
		return err.Error()
	}
	u, data, err := ParseUDP(payload)
	if err != nil {
		return fmt.Sprintf("from %v; %v", h.Src, err)
	}
	if missing := int(u.Length) - udpHeaderLen - len(data); missing > 0 {
		return fmt.Sprintf("from %v, port %d; of the data, %d bytes are missing", h.Src, u.Src, missing)
	}
	return fmt.Sprintf("from %v, port %d: %q", h.Src, u.Src, data)
}
