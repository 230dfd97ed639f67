package raw

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// A handmadeScene is a raw socket that writes to an ordinary UDP server, and a
// capture that shows what became of the header.
type handmadeScene struct {
	out    io.Writer
	tap    *wireTap
	server *net.UDPConn
	at     netip.AddrPort // the server's
}

// HandmadeUDP sends datagrams whose IP and UDP headers it has made itself.
func HandmadeUDP(ctx context.Context, out io.Writer) error {
	server, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 4000})
	if err != nil {
		return err
	}
	defer server.Close()
	defer context.AfterFunc(ctx, func() { _ = server.Close() })() // twice does no harm
	tap, err := openTap(ctx, CaptureConfig{Interface: "lo", Cooked: true})
	if err != nil {
		return err
	}
	defer tap.close()
	s := &handmadeScene{out: out, tap: tap, server: server, at: server.LocalAddr().(*net.UDPAddr).AddrPort()}
	return ctxError(ctx, errors.Join(server.SetDeadline(time.Now().Add(allowedTime)), s.tell()))
}

func (s *handmadeScene) tell() error {
	for _, scene := range []func() error{s.leftToKernel, s.unsummed, s.wrongSum, s.forged} {
		if err := scene(); err != nil {
			return err
		}
	}
	return nil
}

// leftToKernel leaves blank what the kernel completes (raw(7)): identification
// and source if they are zero, total length and header checksum in any case.
func (s *handmadeScene) leftToKernel() error {
	packet := s.packet("127.0.0.1:4321", "made by hand")
	binary.BigEndian.PutUint16(packet[2:], 9999)    // total length
	binary.BigEndian.PutUint16(packet[4:], 0)       // identification
	binary.BigEndian.PutUint16(packet[10:], 0xdead) // header checksum
	copy(packet[12:], []byte{0, 0, 0, 0})           // source
	// A packet that must not be fragmented needs no identification (RFC 6864),
	// and the kernel gives it none: DF is taken away.
	packet[6] = 0
	p, err := s.send("client", packet)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "client: length 9999, id 0, checksum 0xdead, source 0.0.0.0\n")
	fmt.Fprintf(s.out, "kernel: length %d, id filled in: %t, checksum right: %t, source %v\n",
		p.Length, p.ID != 0, Checksum(s.tap.buf[:20]) == 0, p.Src.Addr())
	return s.hear()
}

// unsummed: over IPv4 a UDP checksum of 0 says that there is none (RFC 768),
// and the kernel leaves it so. The transport's header is not its business
// here.
func (s *handmadeScene) unsummed() error {
	packet := s.packet("127.0.0.1:4321", "no checksum")
	binary.BigEndian.PutUint16(packet[26:], 0)
	p, err := s.send("client", packet)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "client: UDP checksum 0; on the wire %#04x\n", p.TransSum)
	return s.hear()
}

// wrongSum: nobody mends it either, and the receiving kernel drops it.
func (s *handmadeScene) wrongSum() error {
	before, err := counters("Udp")
	if err != nil {
		return err
	}
	packet := s.packet("127.0.0.1:4321", "wrong checksum")
	packet[26] ^= 0xff
	if _, err := s.send("client", packet); err != nil {
		return err
	}
	if _, err := s.send("client", s.packet("127.0.0.1:4321", "the next")); err != nil {
		return err
	}
	fmt.Fprintln(s.out, "client: UDP checksum wrong, and one more datagram")
	if err := s.hear(); err != nil {
		return err
	}
	after, err := counters("Udp")
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "kernel: UdpInCsumErrors grew by %d\n", after["InCsumErrors"]-before["InCsumErrors"])
	return nil
}

// forged: the source is what the sender writes. The answer goes to whom it
// names, which is the end of every attack that needs one, and the whole of
// those that do not (RFC 2827).
func (s *handmadeScene) forged() error {
	p, err := s.send("forger", s.packet("203.0.113.7:53", "who am I?"))
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "forger: source %v\n", p.Src)
	if err := s.hear(); err != nil {
		return err
	}
	_, err = s.server.WriteToUDPAddrPort([]byte("you are not"), p.Src)
	if !errors.Is(err, unix.ENETUNREACH) {
		return errors.Join(errors.New("this network has a way to 203.0.113.7"), err)
	}
	fmt.Fprintf(s.out, "server: answers: %s\n", strings.ReplaceAll(err.Error(), s.at.String(), "server"))
	return nil
}

// hear prints what the server receives next.
func (s *handmadeScene) hear() error {
	buf := make([]byte, 100)
	n, from, err := s.server.ReadFromUDPAddrPort(buf)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "server: %q from %v\n", buf[:n], from)
	return nil
}
