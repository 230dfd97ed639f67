package datagram

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"time"

	"golang.org/x/net/ipv4"
	"golang.org/x/sys/unix"
)

// A listener4 is a party that receives on an agreed port, and prints what.
type listener4 struct {
	name string
	*net.UDPConn
	packet *ipv4.PacketConn // the same socket, for its options
}

// listen4 binds a socket to addr with SO_REUSEADDR, so that several on one
// host can share the port. It is to be called on the thread of its host.
func listen4(ctx context.Context, name, addr string) (*listener4, error) {
	lc := net.ListenConfig{Control: func(_, _ string, c syscall.RawConn) error {
		return onFD(c, func(fd int) error { return unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEADDR, 1) })
	}}
	conn, err := lc.ListenPacket(ctx, "udp4", addr)
	if err != nil {
		return nil, err
	}
	udp := conn.(*net.UDPConn)
	if err := udp.SetDeadline(time.Now().Add(allotted)); err != nil {
		return nil, err
	}
	return &listener4{name: name, UDPConn: udp, packet: ipv4.NewPacketConn(udp)}, nil
}

// setIP sets an option of the level IPPROTO_IP (ip(7)).
func setIP(conn syscall.Conn, option, value int) error {
	return control(conn, func(fd int) error {
		return os.NewSyscallError("setsockopt", unix.SetsockoptInt(fd, unix.IPPROTO_IP, option, value))
	})
}

// endWith lets reads fail when ctx ends, until the function it returns is
// called.
func (l *listener4) endWith(ctx context.Context) (stop func() bool) {
	return context.AfterFunc(ctx, func() {
		_ = l.SetReadDeadline(time.Unix(1, 0)) // fails only if closed: then the read has ended too
	})
}

// until prints what comes, up to the first datagram that begins with last:
// sent after the others, over the same way, it shows that no more come.
func (l *listener4) until(ctx context.Context, out io.Writer, last string) error {
	defer l.endWith(ctx)()
	buf := make([]byte, 1500)
	for {
		n, from, err := l.ReadFromUDPAddrPort(buf)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s: %q from %v\n", l.name, buf[:n], from)
		if strings.HasPrefix(string(buf[:n]), last) {
			return nil
		}
	}
}

// send sends texts to addr in this order.
func (l *listener4) send(addr string, texts ...string) error {
	to, err := net.ResolveUDPAddr("udp4", addr)
	if err != nil {
		return err
	}
	for _, text := range texts {
		if _, err := l.WriteToUDP([]byte(text), to); err != nil {
			return err
		}
	}
	return nil
}

// A parties closes what was opened for an example.
type parties []io.Closer

func (p parties) close() {
	for _, c := range p {
		_ = c.Close() // nothing is kept in a datagram socket
	}
}
