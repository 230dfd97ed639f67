package datagram

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// A markScene is a client that marks and a server that asks for the marks.
type markScene struct {
	markOptions
	out            io.Writer
	client, server *net.UDPConn
	stop           func() bool
}

func newMarkScene(ctx context.Context, out io.Writer, addr string, options markOptions) (*markScene, error) {
	at, err := net.ResolveUDPAddr("udp", addr)
	if err != nil {
		return nil, err
	}
	server, err := net.ListenUDP("udp", at)
	if err != nil {
		return nil, err
	}
	client, err := net.DialUDP("udp", nil, server.LocalAddr().(*net.UDPAddr))
	if err != nil {
		_ = server.Close() // nothing was received
		return nil, err
	}
	s := &markScene{markOptions: options, out: out, client: client, server: server}
	_ = server.SetReadDeadline(time.Now().Add(allotted)) // both fail only if closed
	s.stop = context.AfterFunc(ctx, func() { _ = server.SetReadDeadline(time.Unix(1, 0)) })
	if err := s.setOption(server, s.receive, 1); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *markScene) close() {
	s.stop()
	_, _ = s.client.Close(), s.server.Close() // nothing is kept in a datagram socket
}

func (s *markScene) setOption(conn *net.UDPConn, option, value int) error {
	return control(conn, func(fd int) error {
		return os.NewSyscallError("setsockopt", unix.SetsockoptInt(fd, s.level, option, value))
	})
}

// wholeSocket marks all that the client sends from now on.
func (s *markScene) wholeSocket(mark int) error {
	fmt.Fprintf(s.out, "client: %s 0x%02x for the socket\n", s.name, mark)
	if err := s.setOption(s.client, s.set, mark); err != nil {
		return err
	}
	return s.pass(nil)
}

// oneMessage marks one message by ancillary data; the next one of the same
// socket has the socket's mark again.
func (s *markScene) oneMessage(mark int) error {
	fmt.Fprintf(s.out, "client: %s 0x%02x beside one message\n", s.name, mark)
	if err := s.pass(s.beside(mark)); err != nil {
		return err
	}
	fmt.Fprintln(s.out, "client: nothing beside the next")
	return s.pass(nil)
}

// beside is the ancillary data that marks one message. To send, the value is
// an int for either protocol.
func (s *markScene) beside(mark int) []byte {
	b := make([]byte, unix.CmsgSpace(4))
	h := (*unix.Cmsghdr)(unsafe.Pointer(&b[0])) // Go aligns what is longer than a word
	h.Level, h.Type = int32(s.level), int32(s.set)
	h.SetLen(unix.CmsgLen(4))
	binary.NativeEndian.PutUint32(b[unix.CmsgLen(0):], uint32(mark))
	return b
}

// pass sends a datagram and prints how it was marked when it came. To receive,
// IPv4's mark is one byte and IPv6's an int.
func (s *markScene) pass(beside []byte) error {
	if _, _, err := s.client.WriteMsgUDPAddrPort([]byte("marked"), beside, netip.AddrPort{}); err != nil {
		return err
	}
	buf, oob := make([]byte, 1500), make([]byte, unix.CmsgSpace(4))
	_, oobn, _, _, err := s.server.ReadMsgUDPAddrPort(buf, oob)
	if err != nil {
		return err
	}
	data, err := ancillary(oob[:oobn], s.level, s.set)
	if err != nil {
		return err
	}
	mark := uint32(data[0])
	if len(data) == 4 {
		mark = binary.NativeEndian.Uint32(data)
	}
	fmt.Fprintf(s.out, "server: %s, length %d: 0x%02x, DSCP %d, ECN %s\n",
		s.name, len(data), mark, mark>>2, codepoint[mark&3])
	return nil
}
