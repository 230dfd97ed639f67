package raw

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/netip"
	"time"
)

// An arpScene is two hosts on a cable, whose hardware addresses are chosen: of
// the kind that anybody may choose, for their second bit is set.
type arpScene struct {
	out        io.Writer
	far        *netHost
	frames     *Capture
	buf        []byte
	mac        net.HardwareAddr
	near, peer netip.Addr
}

// The hardware addresses of the example.
const (
	nearMAC = "02:00:00:00:00:01"
	farMAC  = "02:00:00:00:00:02"
	newMAC  = "02:00:00:00:00:99"
)

// ARP finds who has an IP address on this cable (RFC 826): asked by hand, then
// as the kernel does, and last what becomes of a table that believes anyone.
func ARP(ctx context.Context, out io.Writer) error {
	far, err := twoHosts(ctx)
	if err != nil {
		return err
	}
	defer far.close()
	if err := runIP(ctx, "link set wire address "+nearMAC); err != nil {
		return err
	}
	if err := far.ip(ctx, "link set wire address "+farMAC); err != nil {
		return err
	}
	frames, err := OpenCapture(CaptureConfig{Interface: "wire"})
	if err != nil {
		return err
	}
	defer frames.Close()
	defer context.AfterFunc(ctx, func() { _ = frames.SetReadDeadline(time.Unix(1, 0)) })() // fails only if closed
	if err := frames.SetReadDeadline(time.Now().Add(allowedTime)); err != nil {
		return err
	}
	s := &arpScene{out: out, far: far, frames: frames, buf: make([]byte, 1<<16),
		near: netip.MustParseAddr("192.0.2.1"), peer: netip.MustParseAddr("192.0.2.2")}
	if s.mac, err = net.ParseMAC(nearMAC); err != nil {
		return err
	}
	for _, scene := range []func(context.Context) error{s.byHand, s.byKernel, s.gratuitous} {
		if err := scene(ctx); err != nil {
			return ctxError(ctx, err)
		}
	}
	return nil
}

// here does something on this host.
func here(f func() error) error { return f() }

// byHand asks everyone and hears from one. A kernel does not learn from an
// answer that it has not asked for; the one that was asked learns who asks.
func (s *arpScene) byHand(ctx context.Context) error {
	request := wireARP(arpEveryone, ARPPacket{Operation: ARPRequest, SenderHardware: s.mac, SenderIP: s.near, TargetHardware: make([]byte, 6), TargetIP: s.peer})
	fmt.Fprintf(s.out, "client: who has %v? tell %v\n", s.peer, s.near)
	s.dump("client", request)
	if err := s.frames.Send(request); err != nil {
		return err
	}
	frame, a, err := s.await(ARPReply)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "far: %v is at %v\n", a.SenderIP, a.SenderHardware)
	s.dump("far", frame)
	if err := s.table(ctx, "kernel", here, s.peer, unknown); err != nil {
		return err
	}
	return s.table(ctx, "far", s.far.do, s.near, nearMAC)
}

// byKernel sends a datagram, and the kernel asks before it lets it go.
func (s *arpScene) byKernel(ctx context.Context) error {
	conn, err := net.Dial("udp4", s.peer.String()+":9")
	if err != nil {
		return err
	}
	defer conn.Close()
	fmt.Fprintf(s.out, "client: sends a datagram to %v\n", s.peer)
	if _, err := io.WriteString(conn, "x"); err != nil {
		return err
	}
	_, a, err := s.await(ARPRequest)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "kernel: who has %v? tell %v\n", a.TargetIP, a.SenderIP)
	if _, a, err = s.await(ARPReply); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "far: %v is at %v\n", a.SenderIP, a.SenderHardware)
	return s.table(ctx, "kernel", here, s.peer, farMAC)
}

// dump prints the bytes of a frame: Ethernet's 14, then ARP's 28.
func (s *arpScene) dump(who string, frame []byte) {
	fmt.Fprintf(s.out, "%s: Ethernet % x\n", who, frame[:14])
	for _, part := range [][]byte{frame[14:22], frame[22:32], frame[32:42]} {
		fmt.Fprintf(s.out, "%s: ARP      % x\n", who, part)
	}
}
