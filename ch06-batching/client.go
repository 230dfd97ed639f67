package batching

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"time"
)

// A Client asks one echo server, with many datagrams at a time where it is
// told many messages. Its socket is connected: the kernel passes on what comes
// from the server's address and port, and nothing else (udp(7)).
//
// It is for one goroutine at a time.
type Client struct {
	conn     *net.UDPConn
	socket   socket
	outbox   outbox
	offers   offers
	counters counters
	failed   error // of the flush that is on its way
	messages []message
	parts    []message
}

// Dial wraps socket(2) and connect(2), and asks the kernel what it offers. No
// packet is sent: that it succeeds says nothing about the server. ctx bounds
// the resolving of a name.
//
// Errors: a *net.DNSError, or a *net.OpError around syscall.ENETUNREACH.
func Dial(ctx context.Context, addr string) (*Client, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "udp", addr)
	if err != nil {
		return nil, fmt.Errorf("echo client: %w", err)
	}
	c := &Client{conn: conn.(*net.UDPConn)}
	if c.offers, err = probe(c.conn); err == nil {
		c.socket, err = open(c.conn, c.offers, false, &c.counters)
	}
	if err != nil {
		_ = conn.Close() // the first error is the one to tell
		return nil, fmt.Errorf("echo client: %w", err)
	}
	c.outbox = outbox{socket: c.socket, gso: c.offers.gso, gaveUp: c.gaveUp, lost: c.lost}
	return c, nil
}

// Echo is [Client.EchoAll] for one message.
func (c *Client) Echo(ctx context.Context, msg []byte) ([]byte, error) {
	answers, err := c.EchoAll(ctx, [][]byte{msg})
	if err != nil {
		return nil, err
	}
	return answers[0], nil
}

// LocalAddr is the address that the kernel chose.
func (c *Client) LocalAddr() net.Addr { return c.conn.LocalAddr() }

// Path says how datagrams are moved, as [Server.Path] does.
func (c *Client) Path() string { return c.counters.path(c.offers).String() }

// Counts says what moving datagrams has cost so far.
func (c *Client) Counts() Counts { return c.counters.counts() }

// Close closes the socket.
func (c *Client) Close() error { return c.conn.Close() }

func (c *Client) gaveUp(error) { c.counters.noGSO.Store(true) }

// lost keeps the first error: it is what Echo returns.
func (c *Client) lost(_ netip.AddrPort, err error) { c.failed = errors.Join(c.failed, err) }

// wakeWith ends a call that waits when ctx does. The function that it returns
// undoes it, and waits for it to be done if it has begun: the next call is not
// to be hit.
func (c *Client) wakeWith(ctx context.Context) (undo func()) {
	woken := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		_ = c.conn.SetDeadline(time.Unix(1, 0)) // fails only on a closed socket
		close(woken)
	})
	return func() {
		if !stop() {
			<-woken
			_ = c.conn.SetDeadline(time.Time{})
		}
	}
}
