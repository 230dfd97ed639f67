package datagram

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"time"
)

// A Client asks one echo server. Its socket is connected: the kernel passes on
// what comes from the server's address and port, and nothing else (udp(7)).
// Only a forged source gets past that.
//
// It is for one goroutine at a time.
type Client struct{ *net.UDPConn }

// Dial wraps socket(2) and connect(2). No packet is sent: that it succeeds
// says nothing about the server. ctx bounds the resolving of a name.
//
// Errors: a *net.DNSError, or a *net.OpError around syscall.ENETUNREACH.
func Dial(ctx context.Context, addr string) (*Client, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "udp", addr)
	if err != nil {
		return nil, fmt.Errorf("echo client: %w", err)
	}
	return &Client{conn.(*net.UDPConn)}, nil
}

// Echo sends msg in one datagram, once, and returns the first that comes back
// with the same bytes. Any other is passed over: the late answer to an earlier
// message, or one that was cut or changed. There is no header in a message to
// tell them apart by, and the price is this: of two equal messages the second
// may get the first one's answer, and a wrong answer looks like none at all.
//
// Either datagram may be lost, so ctx should have a deadline. To ask again is
// the caller's decision.
//
// Errors: ctx's own; syscall.EMSGSIZE if msg is longer than 65,507 bytes (IPv6:
// 65,527); syscall.ECONNREFUSED if an ICMP message says that nobody listens,
// which may concern an earlier message. (On Windows package net turns such
// reports off, SIO_UDP_CONNRESET: there a closed port is silent.) The client
// can be used again after any of them.
func (c *Client) Echo(ctx context.Context, msg []byte) ([]byte, error) {
	defer c.wakeWith(ctx)()
	if _, err := c.Write(msg); err != nil {
		return nil, fmt.Errorf("echo client: %w", err)
	}
	reply := make([]byte, len(msg)+1) // one byte more, to know a longer one
	for others := 0; ; others++ {
		n, err := c.Read(reply)
		switch {
		case ctx.Err() != nil:
			return nil, fmt.Errorf("echo client: no answer, %d other datagrams: %w", others, context.Cause(ctx))
		case err != nil && !tooLong(err):
			return nil, fmt.Errorf("echo client: %w", err)
		case err == nil && bytes.Equal(reply[:n], msg):
			return reply[:n], nil
		}
	}
}

// wakeWith ends a Read when ctx does. The function that it returns undoes it,
// and waits for it to be done if it has begun: the next Read is not to be hit.
func (c *Client) wakeWith(ctx context.Context) (undo func()) {
	woken := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		_ = c.SetReadDeadline(time.Unix(1, 0)) // fails only on a closed socket
		close(woken)
	})
	return func() {
		if !stop() {
			<-woken
			_ = c.SetReadDeadline(time.Time{})
		}
	}
}
