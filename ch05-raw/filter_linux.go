package raw

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// filterPort is the one that the filter lets pass.
const filterPort = 4000

// udpFilter lets UDP over IPv4 to a port pass a capture of whole frames, where
// the IP header begins at byte 14, after Ethernet's. It is what tcpdump makes
// of "ip and udp dst port 4000", instruction by instruction.
func udpFilter(port uint16) []bpf.Instruction {
	return []bpf.Instruction{
		bpf.LoadAbsolute{Off: 12, Size: 2}, // the EtherType
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: unix.ETH_P_IP, SkipFalse: 8},
		bpf.LoadAbsolute{Off: 14 + 9, Size: 1}, // the protocol
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: unix.IPPROTO_UDP, SkipFalse: 6},
		bpf.LoadAbsolute{Off: 14 + 6, Size: 2},                      // the fragment's offset:
		bpf.JumpIf{Cond: bpf.JumpBitsSet, Val: 0x1fff, SkipTrue: 4}, // only the first has ports
		bpf.LoadMemShift{Off: 14},                                   // X: the header's length, with its options
		bpf.LoadIndirect{Off: 14 + 2, Size: 2},                      // X bytes on, the destination port
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: uint32(port), SkipFalse: 1},
		bpf.RetConstant{Val: 1 << 18}, // this many bytes, or as many as there are
		bpf.RetConstant{Val: 0},       // none: the socket never hears of it
	}
}

// Filter runs the same packets past two captures, one of which has a program
// that the kernel runs on each. What it refuses is never copied.
func Filter(ctx context.Context, out io.Writer) error {
	program := udpFilter(filterPort)
	for i, in := range program {
		fmt.Fprintf(out, "filter: %2d %v\n", i, in)
	}
	all, err := openTap(ctx, CaptureConfig{Interface: "lo"})
	if err != nil {
		return err
	}
	defer all.close()
	some, err := openTap(ctx, CaptureConfig{Interface: "lo", Filter: program})
	if err != nil {
		return err
	}
	defer some.close()
	unread, err := openTap(ctx, CaptureConfig{Interface: "lo", Buffer: 1}) // the smallest there is
	if err != nil {
		return err
	}
	defer unread.close()
	if err := filterTraffic(ctx, out); err != nil {
		return err
	}
	for _, c := range []struct {
		name string
		tap  *wireTap
	}{{"everything", all}, {"filtered", some}} {
		if err := c.tap.reportFilter(out, c.name); err != nil {
			return ctxError(ctx, err)
		}
	}
	return unread.reportDrops(out)
}

// filterTraffic sends what the filter has to tell apart, the mark that ends it
// last. Each datagram has somebody who takes it, or an ICMP error would
// follow.
func filterTraffic(ctx context.Context, out io.Writer) error {
	for _, d := range []struct{ network, at, text string }{
		{"udp4", "127.0.0.1:4000", "right port"},
		{"udp4", "127.0.0.1:4001", "wrong port"},
		{"udp6", "[::1]:4000", "IPv6"},
		{"tcp4", "127.0.0.1:4000", ""},
		{"udp4", "127.0.0.1:4000", "last"},
	} {
		var err error
		if d.network == "tcp4" {
			fmt.Fprintf(out, "client: connects to tcp %s\n", d.at)
			err = filterConnect(ctx, d.at)
		} else {
			fmt.Fprintf(out, "client: sends %q to udp %s\n", d.text, d.at)
			err = filterSend(ctx, d.network, d.at, d.text)
		}
		if err != nil {
			return ctxError(ctx, err)
		}
	}
	return nil
}

// filterSend has one datagram sent and received: it has crossed lo then.
func filterSend(ctx context.Context, network, at, text string) error {
	server, err := net.ListenUDP(network, net.UDPAddrFromAddrPort(netip.MustParseAddrPort(at)))
	if err != nil {
		return err
	}
	defer server.Close()
	defer context.AfterFunc(ctx, func() { _ = server.Close() })() // twice does no harm
	client, err := net.Dial(network, at)
	if err != nil {
		return err
	}
	defer client.Close()
	if _, err := io.WriteString(client, text); err != nil {
		return err
	}
	_, _, err = server.ReadFromUDPAddrPort(make([]byte, 100))
	return err
}

// filterConnect asks a port at which nobody listens: SYN, and RST.
func filterConnect(ctx context.Context, at string) error {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp4", at)
	if err == nil {
		return errors.Join(errors.New("somebody listens at "+at), conn.Close())
	}
	if !errors.Is(err, unix.ECONNREFUSED) {
		return err
	}
	return nil
}
