package stream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// FastOpen connects three times with TCP Fast Open (RFC 7413): the first
// connection fetches a cookie, later ones carry data in their SYN, which the
// server can read before the handshake has ended. A SYN can arrive twice, and
// its data with it (section 2.1), so it is for requests that may be done twice.
func FastOpen(ctx context.Context, out io.Writer) error {
	restore, err := allowFastOpen()
	if err != nil {
		return err
	}
	defer restore()
	lc := net.ListenConfig{Control: setTCP(unix.TCP_FASTOPEN, 16)} // at most 16 handshakes with data at once
	lc.SetMultipathTCP(false)                                      // Go's default since 1.24
	ln, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer ln.Close()
	defer context.AfterFunc(ctx, func() { _ = ln.Close() })()
	fmt.Fprintf(out, "server: listening on %v with TCP_FASTOPEN\n", ln.Addr())
	before, err := fastCounters()
	if err != nil {
		return err
	}
	for i := range 3 {
		fmt.Fprintf(out, "connection %d\n", i+1)
		if err := fastRequest(ctx, out, ln.(*net.TCPListener)); err != nil {
			return err
		}
	}
	after, err := fastCounters()
	if err != nil {
		return err
	}
	for _, name := range []string{"TCPFastOpenCookieReqd", "TCPFastOpenActive", "TCPFastOpenPassive"} {
		fmt.Fprintf(out, "kernel: %s +%d\n", name, after[name]-before[name])
	}
	return nil
}

// fastRequest sends one request and reads the answer to it. With
// TCP_FASTOPEN_CONNECT and a cookie, connect(2) sends nothing: the first write
// sends the SYN, with the data (tcp(7), Linux 4.11).
func fastRequest(ctx context.Context, out io.Writer, ln *net.TCPListener) error {
	d := net.Dialer{Control: setTCP(unix.TCP_FASTOPEN_CONNECT, 1)}
	client, err := d.DialContext(ctx, "tcp", ln.Addr().String())
	if err != nil {
		return err
	}
	defer client.Close()
	in, err := tcpInfo(client.(*net.TCPConn))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "client: Dial has returned: %s, %d segments sent\n", in.State, in.SegsOut)
	if _, err := io.WriteString(client, "GET"); err != nil {
		return err
	}
	server, err := ln.AcceptTCP()
	if err != nil {
		return err
	}
	defer server.Close()
	request := make([]byte, len("GET"))
	if _, err := io.ReadFull(server, request); err != nil {
		return err
	}
	early, err := synData(server)
	fmt.Fprintf(out, "server: read %q; it came in the SYN: %v\n", request, early)
	return err
}

// synData reports whether the SYN of conn carried data that was accepted:
// TCPI_OPT_SYN_DATA of TCP_INFO's options (linux/tcp.h).
func synData(conn *net.TCPConn) (carried bool, err error) {
	const tcpiOptSynData = 32
	err = control(conn, func(fd int) error {
		k, err := unix.GetsockoptTCPInfo(fd, unix.IPPROTO_TCP, unix.TCP_INFO)
		if err != nil {
			return os.NewSyscallError("getsockopt", err)
		}
		carried = k.Options&tcpiOptSynData != 0
		return nil
	})
	return carried, err
}

// setTCP returns a Control function for one option of the TCP level.
func setTCP(option, value int) func(network, address string, conn syscall.RawConn) error {
	return func(_, _ string, conn syscall.RawConn) error {
		var inner error
		err := conn.Control(func(fd uintptr) {
			inner = os.NewSyscallError("setsockopt", unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, option, value))
		})
		return errors.Join(err, inner)
	}
}
