package raw

import (
	"context"
	"fmt"
	"io"
	"strings"

	"golang.org/x/sys/unix"
)

// Headers has the kernel send a packet of each kind, takes it off the wire and
// reads it: a datagram over IPv4 and IPv6, the error that one of them causes,
// and a SYN.
func Headers(ctx context.Context, out io.Writer) error {
	if err := netAlone(); err != nil {
		return err
	}
	tap, err := openTap(ctx, CaptureConfig{Interface: "lo", Cooked: true})
	if err != nil {
		return err
	}
	defer tap.close()
	for _, show := range []func(io.Writer, *wireTap) error{headersUDP4, headersICMP, headersUDP6, headersSYN} {
		if err := show(out, tap); err != nil {
			return ctxError(ctx, err)
		}
	}
	return nil
}

// headersUDP4 goes through a datagram four bytes at a time. Nobody is at port
// 4000, and the capture keeps what comes of that for the next.
func headersUDP4(out io.Writer, tap *wireTap) error {
	if err := sendFrom("127.0.0.1:4321", "127.0.0.1:4000", "hello"); err != nil {
		return err
	}
	b, err := tap.next(unix.ETH_P_IP)
	if err != nil {
		return err
	}
	h, payload, err := ParseIPv4(b)
	if err != nil {
		return err
	}
	u, data, err := ParseUDP(payload)
	if err != nil {
		return err
	}
	if len(b) != ipv4HeaderLen+udpHeaderLen+5 {
		return fmt.Errorf("a packet of %d bytes", len(b))
	}
	fmt.Fprintf(out, "wire: a datagram over IPv4, %d bytes\n", len(b))
	right := map[bool]string{true: "right", false: "wrong"}[Checksum(b[:ipv4HeaderLen]) == 0]
	for i, text := range []string{
		fmt.Sprintf("version 4, header of 5 words; TOS %d; length %d", h.TOS, h.Length),
		fmt.Sprintf("ID, any number; don't fragment %t, offset %d", h.DontFragment, h.FragmentOffset),
		fmt.Sprintf("TTL %d; protocol %d; checksum, %s", h.TTL, h.Protocol, right),
		fmt.Sprintf("source %v", h.Src),
		fmt.Sprintf("destination %v", h.Dst),
		fmt.Sprintf("source port %d, destination port %d", u.Src, u.Dst),
		fmt.Sprintf("length %d; checksum, not finished", u.Length),
		fmt.Sprintf("%q", data),
	} {
		fmt.Fprintf(out, "wire: %s  %s\n", fourBytes(b, i), text)
	}
	fmt.Fprintf(out, "wire: % x\n", b[32:])
	return nil
}

// fourBytes are those of a packet's word, without what another run changes:
// the ID, bytes 4 and 5, and with it the checksum, 10 and 11.
func fourBytes(b []byte, word int) string {
	var text []string
	for i := 4 * word; i < 4*word+4; i++ {
		if i == 4 || i == 5 || i == 10 || i == 11 {
			text = append(text, "..")
		} else {
			text = append(text, fmt.Sprintf("%02x", b[i]))
		}
	}
	return strings.Join(text, " ")
}

// headersICMP reads what the kernel answered, in which the datagram is quoted.
func headersICMP(out io.Writer, tap *wireTap) error {
	b, err := tap.next(unix.ETH_P_IP)
	if err != nil {
		return err
	}
	h, payload, err := ParseIPv4(b)
	if err != nil {
		return err
	}
	m, err := ParseICMP(payload)
	if err != nil {
		return err
	}
	quoted, err := wireDecode(m.Data)
	fmt.Fprintf(out, "wire: ICMP from %v, TOS %#x: %s, checksum right %t\n", h.Src, h.TOS, m.Name(false), Checksum(payload) == 0)
	fmt.Fprintf(out, "wire: about a datagram from port %d to port %d, quoted whole\n", quoted.Src.Port(), quoted.Dst.Port())
	return err
}
