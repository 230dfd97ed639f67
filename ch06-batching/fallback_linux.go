package batching

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// Fallback has GSO fail with EIO, and goes on without. The socket is one of
// UDP-Lite (RFC 3828): it takes UDP_SEGMENT, but its checksum does not cover
// all of a datagram, so that the kernel does not cut. Behind IPsec, and before
// Linux 6.11 on an interface without checksum offload, UDP does the same.
// Linux 7.1 has UDP-Lite no more.
func Fallback(ctx context.Context, out io.Writer) error {
	server, err := liteSocket(nil)
	if err != nil {
		return err
	}
	defer server.Close()
	client, err := liteSocket(server.LocalAddr().(*net.UDPAddr))
	if err != nil {
		return err
	}
	defer client.Close()
	defer context.AfterFunc(ctx, func() {
		_ = client.Close()
		_ = server.Close() // wakes its reader; closed twice, which says so
	})()
	if err := fallBack(out, client, server); err != nil && ctx.Err() == nil {
		return err
	}
	return context.Cause(ctx)
}

// fallBack sends ten datagrams twice.
func fallBack(out io.Writer, client, server *net.UDPConn) error {
	var c counters
	use, err := probe(client)
	if err != nil {
		return err
	}
	socket, err := open(client, use, false, &c)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "client: the kernel offers:", use)
	box := outbox{socket: socket, gso: use.gso,
		gaveUp: func(err error) {
			c.noGSO.Store(true)
			fmt.Fprintf(out, "client: %v; path: %v\n", err, c.path(use))
		},
		lost: func(_ netip.AddrPort, err error) { fmt.Fprintln(out, "client: not sent:", err) },
	}
	list := make([]message, 10)
	for i := range list {
		list[i].data = make([]byte, 100)
	}
	for range 2 {
		before := c.counts()
		if err := box.flush(list); err != nil {
			return err
		}
		after := c.counts()
		fmt.Fprintf(out, "client: 10 messages: %d system calls, %d datagrams\n", after.Sends-before.Sends, after.Sent-before.Sent)
		for range list {
			if _, err := server.Read(make([]byte, 200)); err != nil {
				return err
			}
		}
		fmt.Fprintln(out, "server: 10 datagrams")
	}
	return nil
}

// liteSocket is one of UDP-Lite on loopback, connected if peer is not nil. To
// package net it is UDP's: the addresses are the same.
func liteSocket(peer *net.UDPAddr) (*net.UDPConn, error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, unix.IPPROTO_UDPLITE)
	if errors.Is(err, unix.EPROTONOSUPPORT) {
		return nil, missing{what: "this kernel has no UDP-Lite, where GSO fails without privileges"}
	}
	if err != nil {
		return nil, os.NewSyscallError("socket", err)
	}
	file := os.NewFile(uintptr(fd), "udplite")
	defer file.Close() // FileConn duplicates it
	err = unix.Bind(fd, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}})
	if err == nil && peer != nil {
		err = unix.Connect(fd, &unix.SockaddrInet4{Addr: [4]byte(peer.IP.To4()), Port: peer.Port})
	}
	if err != nil {
		return nil, os.NewSyscallError("bind", err)
	}
	conn, err := net.FileConn(file)
	if err != nil {
		return nil, err
	}
	return conn.(*net.UDPConn), conn.SetDeadline(time.Now().Add(pairTime))
}
