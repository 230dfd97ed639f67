package datagram

import (
	"context"
	"fmt"
	"io"
	"net"
	"sync"
	"syscall"
	"time"

	"golang.org/x/net/ipv4"
	"golang.org/x/sys/unix"
)

// A sharingScene has sockets that want one port of one host.
type sharingScene struct {
	out     io.Writer
	sender  *listener4
	lo      *net.Interface
	sharers []*listener4
}

// Sharing binds several sockets to one port and shows who gets what. What is
// sent to a group goes to each of them; what is sent to an address goes to
// one, and the option by which they share decides to which.
func Sharing(ctx context.Context, out io.Writer) error {
	if err := netAlone(); err != nil {
		return err
	}
	lo, err := net.InterfaceByName("lo")
	if err != nil {
		return err
	}
	sender, err := listen4(ctx, "sender", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer sender.Close()
	if err := sender.packet.SetMulticastInterface(lo); err != nil {
		return err
	}
	s := &sharingScene{out: out, sender: sender, lo: lo}
	for _, scene := range []func(context.Context) error{s.alone, s.reuseAddr, s.reusePort, s.groupOnly} {
		err := scene(ctx)
		s.close()
		if err != nil {
			return err
		}
	}
	return nil
}

// open binds one more socket to addr, with an option set before.
func (s *sharingScene) open(ctx context.Context, name, addr string, option int) error {
	lc := net.ListenConfig{Control: func(_, _ string, c syscall.RawConn) error {
		if option == 0 {
			return nil
		}
		return onFD(c, func(fd int) error { return unix.SetsockoptInt(fd, unix.SOL_SOCKET, option, 1) })
	}}
	conn, err := lc.ListenPacket(ctx, "udp4", addr)
	fmt.Fprintf(s.out, "%s: bind %s, %s: %s\n", name, addr, optionName[option], outcome(err))
	if err != nil {
		return err
	}
	udp := conn.(*net.UDPConn)
	l := &listener4{name: name, UDPConn: udp, packet: ipv4.NewPacketConn(udp)}
	s.sharers = append(s.sharers, l)
	return nil
}

var optionName = map[int]string{
	0:                 "no option",
	unix.SO_REUSEADDR: "SO_REUSEADDR",
	unix.SO_REUSEPORT: "SO_REUSEPORT",
}

func outcome(err error) string {
	if err != nil {
		return err.Error()
	}
	return "ok"
}

// join has every sharer join the group, on the loopback interface.
func (s *sharingScene) join() error {
	for _, l := range s.sharers {
		if err := l.packet.JoinGroup(s.lo, &net.UDPAddr{IP: net.ParseIP(anySource)}); err != nil {
			return err
		}
	}
	return nil
}

// collect reads from all sharers until there are total datagrams, and returns
// each one's own, in order.
func (s *sharingScene) collect(ctx context.Context, total int) ([][]string, error) {
	received := make([][]string, len(s.sharers))
	got := make(chan struct{}, total)
	var readers sync.WaitGroup
	for i, l := range s.sharers {
		readers.Go(func() {
			buf := make([]byte, 1500)
			for {
				n, err := l.Read(buf)
				if err != nil {
					return // the deadline
				}
				received[i] = append(received[i], string(buf[:n]))
				select {
				case got <- struct{}{}:
				default: // more than total
				}
			}
		})
	}
	ctx, cancel := context.WithTimeout(ctx, allotted)
	defer cancel()
	for n := 0; n < total && ctx.Err() == nil; n++ {
		select {
		case <-got:
		case <-ctx.Done():
		}
	}
	for _, l := range s.sharers {
		_ = l.SetReadDeadline(time.Unix(1, 0)) // fails only if closed: then Read has ended too
	}
	readers.Wait()
	return received, context.Cause(ctx)
}

func (s *sharingScene) close() {
	for _, l := range s.sharers {
		_ = l.Close() // nothing is kept in a datagram socket
	}
	s.sharers = nil
}
