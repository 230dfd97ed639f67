package raw

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"

	"golang.org/x/sys/unix"
)

// HandmadeSYN opens a TCP connection with segments that it makes itself: once
// from an address that the kernel owns, and once from one that it does not.
func HandmadeSYN(ctx context.Context, out io.Writer) error {
	if err := synFromOurs(ctx, out); err != nil {
		return ctxError(ctx, err)
	}
	return ctxError(ctx, synFromNobodys(ctx, out))
}

// synFromOurs sends a SYN from 127.0.0.1. The SYN-ACK comes to a kernel that
// knows of no such connection, and a segment for none is answered with RST
// (RFC 9293, section 3.5.2). A socket bound to the port does not change that:
// it keeps others off the port, but only one that has called connect(2) or
// listen(2) is looked for when a segment comes.
func synFromOurs(ctx context.Context, out io.Writer) error {
	l, err := net.Listen("tcp4", "127.0.0.1:4000")
	if err != nil {
		return err
	}
	defer l.Close()
	tap, err := openTap(ctx, CaptureConfig{Interface: "lo", Cooked: true, Filter: tcpFilter(4000)})
	if err != nil {
		return err
	}
	defer tap.close()
	to := netip.MustParseAddrPort("127.0.0.1:4000")
	for _, bound := range []bool{false, true} {
		from := netip.MustParseAddrPort("127.0.0.1:4321")
		if bound {
			from = netip.MustParseAddrPort("127.0.0.1:4322")
			release, err := bindOnly(from)
			if err != nil {
				return err
			}
			defer release()
		}
		fmt.Fprintf(out, "client: SYN from %v, a socket bound to it: %t\n", from, bound)
		ladder := newWireLadder(out, from, [2]string{"127.0.0.1", "127.0.0.1:4000"})
		syn := wireTCP(from, to, 1000, 0, SYN, nil)
		if err := sendRawIPv4(to.Addr(), wireIPv4(from.Addr(), to.Addr(), unix.IPPROTO_TCP, syn)); err != nil {
			return err
		}
		if _, err := tap.until(ladder.draw, func(p wirePacket) bool { return p.Flags&RST != 0 }); err != nil {
			return err
		}
		fmt.Fprintf(out, "kernel: that RST is ours: it has no connection from %v\n", from)
	}
	return nil
}

// bindOnly keeps a TCP port without connecting or listening.
func bindOnly(at netip.AddrPort) (release func(), err error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, os.NewSyscallError("socket", err)
	}
	err = unix.Bind(fd, &unix.SockaddrInet4{Addr: at.Addr().As4(), Port: int(at.Port())})
	if err != nil {
		return nil, errors.Join(os.NewSyscallError("bind", err), os.NewSyscallError("close", unix.Close(fd)))
	}
	return func() { _ = unix.Close(fd) }, nil // nothing was ever sent
}
