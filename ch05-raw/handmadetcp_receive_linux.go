package raw

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
)

// findPeer asks for the peer's hardware address on behalf of our own.
func (h *handmadeTCP) findPeer() error {
	request := ARPPacket{Operation: ARPRequest, SenderHardware: h.mac, SenderIP: h.from.Addr(), TargetHardware: make([]byte, 6), TargetIP: h.to.Addr()}
	if err := h.frames.Send(wireARP(arpEveryone, request)); err != nil {
		return err
	}
	for h.peer == nil {
		c, err := h.frames.Read(h.buf)
		if err != nil {
			return err
		}
		if a, ok := wireDecodeARP(c.Data); ok && !c.Outgoing && a.Operation == ARPReply && a.SenderIP == h.to.Addr() {
			h.peer = a.SenderHardware
		}
	}
	fmt.Fprintf(h.out, "client: ARP: %v is at a hardware address; asked in the name of %v\n", h.to.Addr(), h.from.Addr())
	return nil
}

// receive takes in segments up to the one that want is true of. Meanwhile it
// answers for its address: the peer's kernel, too, asks from time to time.
func (h *handmadeTCP) receive(want func(wirePacket) bool) error {
	for {
		c, err := h.frames.Read(h.buf)
		if err != nil {
			return err
		}
		if c.Outgoing {
			continue
		}
		if a, ok := wireDecodeARP(c.Data); ok {
			if err := h.answerARP(a); err != nil {
				return err
			}
			continue
		}
		if c.Protocol != unix.ETH_P_IP {
			continue
		}
		p, err := wireDecode(c.Data[14:])
		if err != nil || p.Dst != h.from {
			continue
		}
		if p.Flags&RST != 0 {
			return errors.New("the peer sent RST")
		}
		if !h.take(p) {
			continue // sent again, because we were slow to acknowledge
		}
		h.ladder.drawData(p)
		if want(p) {
			return nil
		}
	}
}

// take acknowledges, in the next segment, what came in order.
func (h *handmadeTCP) take(p wirePacket) (inOrder bool) {
	if p.Flags&SYN != 0 && h.ack == 0 {
		h.ack = p.Seq
	}
	if p.Seq != h.ack {
		return false
	}
	h.ack += segmentLength(p)
	h.deliveries = append(h.deliveries, p.Payload...)
	return true
}

func (h *handmadeTCP) answerARP(a ARPPacket) error {
	if a.Operation != ARPRequest || a.TargetIP != h.from.Addr() {
		return nil
	}
	reply := ARPPacket{Operation: ARPReply, SenderHardware: h.mac, SenderIP: h.from.Addr(), TargetHardware: a.SenderHardware, TargetIP: a.SenderIP}
	return h.frames.Send(wireARP(a.SenderHardware, reply))
}
