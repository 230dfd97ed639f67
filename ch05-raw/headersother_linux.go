package raw

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"

	"golang.org/x/sys/unix"
)

// headersUDP6 is the same datagram over IPv6.
func headersUDP6(out io.Writer, tap *wireTap) error {
	if err := sendFrom("[::1]:4321", "[::1]:4000", "hello"); err != nil {
		return err
	}
	b, err := tap.next(unix.ETH_P_IPV6)
	if err != nil {
		return err
	}
	h, payload, err := ParseIPv6(b)
	if err != nil {
		return err
	}
	protocol, rest, _, err := h.Transport(payload)
	if err != nil {
		return err
	}
	u, _, err := ParseUDP(rest)
	fmt.Fprintf(out, "wire: a datagram over IPv6, %d bytes, of which %d are the header\n", len(b), ipv6HeaderLen)
	fmt.Fprintf(out, "wire: length %d, next header %d, hop limit %d, from %v port %d\n", h.Length, protocol, h.HopLimit, h.Src, u.Src)
	return err
}

// headersSYN reads the first segment of a connection that nobody takes.
func headersSYN(out io.Writer, tap *wireTap) error {
	if _, err := tap.next(unix.ETH_P_IPV6); err != nil { // the error about the last datagram
		return err
	}
	_, err := net.Dial("tcp4", "127.0.0.1:4000")
	if !errors.Is(err, unix.ECONNREFUSED) {
		return fmt.Errorf("somebody listens: %w", err)
	}
	b, err := tap.next(unix.ETH_P_IP)
	if err != nil {
		return err
	}
	_, payload, err := ParseIPv4(b)
	if err != nil {
		return err
	}
	h, _, err := ParseTCP(payload)
	if err != nil {
		return err
	}
	o, err := ParseTCPOptions(h.Options)
	fmt.Fprintf(out, "wire: TCP %v to port %d, window %d, %d bytes of options\n", h.Flags, h.Dst, h.Window, len(h.Options))
	fmt.Fprintf(out, "wire: MSS %d, SACK permitted %t, timestamp %t, window scale offered %t\n", o.MSS, o.SACKPermitted, o.Timestamp, o.WindowScale >= 0)
	return err
}

// next is the next packet of a protocol.
func (t *wireTap) next(protocol uint16) ([]byte, error) {
	for {
		c, err := t.Read(t.buf)
		if err != nil || c.Protocol == protocol {
			return c.Data, err
		}
	}
}

// sendFrom sends one datagram from a socket that is not connected: it is not
// to hear of the error.
func sendFrom(from, to, text string) error {
	conn, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.MustParseAddrPort(from)))
	if err != nil {
		return err
	}
	defer conn.Close()
	_, err = conn.WriteToUDPAddrPort([]byte(text), netip.MustParseAddrPort(to))
	return err
}
