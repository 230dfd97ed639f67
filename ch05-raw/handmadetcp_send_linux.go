package raw

import "golang.org/x/sys/unix"

// send counts what it sends: bytes, and one for a SYN or a FIN.
func (h *handmadeTCP) send(flags TCPFlags, data []byte) error {
	segment := wireTCP(h.from, h.to, h.seq, h.ack, flags, data)
	packet := wireIPv4(h.from.Addr(), h.to.Addr(), unix.IPPROTO_TCP, segment)
	p, err := wireDecode(packet)
	if err != nil {
		return err
	}
	h.ladder.draw(p)
	h.seq += segmentLength(p)
	return h.frames.Send(append(Ethernet{Dst: h.peer, Src: h.mac, Type: EtherTypeIPv4}.Append(nil), packet...))
}

// segmentLength is what a segment takes of the sequence numbers.
func segmentLength(p wirePacket) uint32 {
	n := uint32(len(p.Payload))
	if p.Flags&(SYN|FIN) != 0 {
		n++
	}
	return n
}
