package raw

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"time"
)

// A handmadeTCP is one end of a TCP connection without a kernel's help: its
// address is nobody's but this program's, which answers for it on the cable.
type handmadeTCP struct {
	frames     *Capture
	mac, peer  net.HardwareAddr // peer: whom the other end turned out to be
	from, to   netip.AddrPort
	seq, ack   uint32
	out        io.Writer
	ladder     *wireLadder
	buf        []byte
	deliveries []byte // what the peer has sent
}

// synFromNobodys connects from 192.0.2.9, which no interface has. A kernel
// that gets a packet for somebody else's address, and is no router, drops it:
// there is nobody to send RST.
func synFromNobodys(ctx context.Context, out io.Writer) error {
	far, err := twoHosts(ctx)
	if err != nil {
		return err
	}
	defer far.close()
	var l net.Listener
	err = far.do(func() (err error) { l, err = net.Listen("tcp4", "192.0.2.2:4000"); return err })
	if err != nil {
		return err
	}
	served := make(chan error, 1)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() { served <- answerOnce(ctx, l) }()
	if err := converseByHand(ctx, out); err != nil {
		stop()
		return errors.Join(err, <-served)
	}
	return <-served
}

// converseByHand has the packet socket for as long as the conversation takes.
func converseByHand(ctx context.Context, out io.Writer) error {
	h, err := newHandmadeTCP(out)
	if err != nil {
		return err
	}
	defer h.frames.Close()
	defer context.AfterFunc(ctx, func() { _ = h.frames.SetReadDeadline(time.Unix(1, 0)) })() // fails only if closed
	if err := h.findPeer(); err != nil {
		return err
	}
	return h.converse()
}

// answerOnce is an ordinary server, which never learns who its client was.
func answerOnce(ctx context.Context, l net.Listener) error {
	defer l.Close()
	defer context.AfterFunc(ctx, func() { _ = l.Close() })() // twice does no harm
	conn, err := l.Accept()
	if err != nil {
		return err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	if err := conn.SetDeadline(time.Now().Add(allowedTime)); err != nil {
		return err
	}
	buf := make([]byte, 5)
	if _, err := io.ReadFull(conn, buf); err != nil {
		return err
	}
	if _, err := conn.Write([]byte("HELLO")); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, conn) // until the client's FIN
	return err
}

func newHandmadeTCP(out io.Writer) (*handmadeTCP, error) {
	i, err := net.InterfaceByName("wire")
	if err != nil {
		return nil, err
	}
	frames, err := OpenCapture(CaptureConfig{Interface: "wire"})
	if err != nil {
		return nil, err
	}
	h := &handmadeTCP{
		frames: frames, mac: i.HardwareAddr, out: out, buf: make([]byte, 1<<16), seq: 1000,
		from: netip.MustParseAddrPort("192.0.2.9:4321"), to: netip.MustParseAddrPort("192.0.2.2:4000"),
	}
	if err := frames.SetReadDeadline(time.Now().Add(allowedTime)); err != nil {
		_ = frames.Close() // the first error is the one that matters
		return nil, err
	}
	fmt.Fprintf(out, "client: is %v, an address that no kernel here owns\n", h.from.Addr())
	return h, nil
}

// converse is a TCP client without loss, windows or timers.
func (h *handmadeTCP) converse() error {
	h.ladder = newWireLadder(h.out, h.from, [2]string{h.from.Addr().String(), h.to.String()})
	for _, step := range []struct {
		flags TCPFlags
		data  string
		until func(wirePacket) bool // nil: nothing is to come
	}{
		{flags: SYN, until: func(p wirePacket) bool { return p.Flags&SYN != 0 }},
		{flags: ACK},
		{flags: PSH | ACK, data: "hello", until: func(p wirePacket) bool { return string(p.Payload) == "HELLO" }},
		{flags: ACK},
		{flags: FIN | ACK, until: func(p wirePacket) bool { return p.Flags&FIN != 0 }},
		{flags: ACK},
	} {
		if err := h.send(step.flags, []byte(step.data)); err != nil {
			return err
		}
		if step.until == nil {
			continue
		}
		if err := h.receive(step.until); err != nil {
			return err
		}
	}
	fmt.Fprintf(h.out, "client: got %q, and nobody sent RST\n", h.deliveries)
	return nil
}
