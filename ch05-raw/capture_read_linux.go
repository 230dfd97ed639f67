package raw

import (
	"encoding/binary"
	"errors"
	"net"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// Read waits for the next packet and copies it to buf, which keeps the
// packet's bytes: Captured.Data is a part of it. A packet over lo is there
// twice, as sent and as received, and is reported once, as received.
func (c *Capture) Read(buf []byte) (Captured, error) {
	for {
		p, err := c.read(buf)
		if err != nil || !(p.Outgoing && p.Interface == c.loopback) {
			return p, err
		}
	}
}

// read wraps recvmsg(2). MSG_TRUNC makes it return the length that the filter
// let pass, even if buf is shorter.
func (c *Capture) read(buf []byte) (Captured, error) {
	conn, err := c.file.SyscallConn()
	if err != nil {
		return Captured{}, err
	}
	oob := make([]byte, unix.CmsgSpace(16)+unix.CmsgSpace(32)) // time and auxdata
	var n, oobn int
	var from unix.Sockaddr
	var failed error
	err = conn.Read(func(fd uintptr) bool {
		for {
			n, oobn, _, from, failed = unix.Recvmsg(int(fd), buf, oob, unix.MSG_TRUNC)
			if failed != unix.EINTR {
				return failed != unix.EAGAIN
			}
		}
	})
	if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
		err = os.ErrClosed // what is left, and a RawConn has no exported error for it
	}
	if err != nil {
		return Captured{}, err
	}
	if failed != nil {
		return Captured{}, os.NewSyscallError("recvmsg", failed)
	}
	return captured(buf, n, oob[:oobn], from)
}

// captured puts together what one recvmsg(2) said of a packet.
func captured(buf []byte, n int, oob []byte, from unix.Sockaddr) (Captured, error) {
	p := Captured{Data: buf[:min(n, len(buf))], Length: n}
	if ll, ok := from.(*unix.SockaddrLinklayer); ok {
		p.Protocol, p.Interface = netOrder(ll.Protocol), ll.Ifindex
		p.Outgoing = ll.Pkttype == unix.PACKET_OUTGOING
		p.From = net.HardwareAddr(ll.Addr[:min(int(ll.Halen), len(ll.Addr))])
	}
	messages, err := unix.ParseSocketControlMessage(oob)
	if err != nil {
		return Captured{}, os.NewSyscallError("recvmsg", err)
	}
	for _, m := range messages {
		if err := p.ancillary(m); err != nil {
			return Captured{}, err
		}
	}
	return p, nil
}

// ancillary takes what the kernel says beside a packet: when it came, how long
// it was before the filter cut it, and whether its checksum is still to come.
func (p *Captured) ancillary(m unix.SocketControlMessage) error {
	switch {
	case m.Header.Level == unix.SOL_SOCKET && m.Header.Type == unix.SO_TIMESTAMPNS:
		var ts unix.Timespec
		if _, err := binary.Decode(m.Data, binary.NativeEndian, &ts); err != nil {
			return err
		}
		p.Time = time.Unix(ts.Unix())
	case m.Header.Level == unix.SOL_PACKET && m.Header.Type == unix.PACKET_AUXDATA:
		var aux unix.TpacketAuxdata
		if _, err := binary.Decode(m.Data, binary.NativeEndian, &aux); err != nil {
			return err
		}
		p.Length = int(aux.Len)
		p.Unsummed = aux.Status&unix.TP_STATUS_CSUMNOTREADY != 0
	}
	return nil
}

// Stats wraps getsockopt(2) with PACKET_STATISTICS, which sets the kernel's
// counts back to zero. They count a packet over lo twice, as the socket got
// it.
func (c *Capture) Stats() (CaptureStats, error) {
	conn, err := c.file.SyscallConn()
	if err != nil {
		return CaptureStats{}, err
	}
	var counts *unix.TpacketStats
	var failed error
	err = conn.Control(func(fd uintptr) {
		counts, failed = unix.GetsockoptTpacketStats(int(fd), unix.SOL_PACKET, unix.PACKET_STATISTICS)
	})
	if err != nil {
		return CaptureStats{}, err
	}
	if failed != nil {
		return CaptureStats{}, os.NewSyscallError("getsockopt PACKET_STATISTICS", failed)
	}
	return CaptureStats{Packets: counts.Packets, Drops: counts.Drops}, nil
}

// netOrder turns a 16-bit number of this machine into network byte order, or
// back: htons(3).
func netOrder(v uint16) uint16 {
	return binary.NativeEndian.Uint16(binary.BigEndian.AppendUint16(nil, v))
}
