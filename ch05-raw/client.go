package raw

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"os"
	"time"
)

// maxEcho is more than any echo message holds, in bytes, with an IPv4 header.
const maxEcho = 64 << 10

// A Client sends ICMP echo requests to one address: what ping does. It is for
// one goroutine at a time.
type Client struct {
	file     *os.File // the socket, in the runtime's poller
	to       netip.Addr
	ping     bool   // a ping socket: the kernel writes the identifier
	id       uint16 // tells our replies from other programs'
	sequence uint16
	buf      []byte
}

// Dial opens a socket for echo requests to an IP address, or the first address
// of a name. Nothing is sent. ctx bounds the resolving.
//
// Errors: errors.ErrUnsupported where this user may not, or this system has no
// such sockets; a *net.DNSError; syscall.ENETUNREACH.
func Dial(ctx context.Context, addr string) (*Client, error) {
	to, err := resolve(ctx, addr)
	if err != nil {
		return nil, fmt.Errorf("echo client: %w", err)
	}
	c, err := dialEcho(to)
	if err != nil {
		return nil, fmt.Errorf("echo client: %w", err)
	}
	return c, nil
}

func resolve(ctx context.Context, addr string) (netip.Addr, error) {
	if ip, err := netip.ParseAddr(addr); err == nil {
		return ip.Unmap(), nil
	}
	all, err := net.DefaultResolver.LookupNetIP(ctx, "ip", addr)
	if err != nil {
		return netip.Addr{}, err
	}
	return all[0].Unmap(), nil
}

// Echo sends msg in an echo request, once, and returns the data of the reply
// to it: the one with our identifier and this request's number. All else is
// passed over. Either message may be lost, so ctx should have a deadline.
//
// Errors: ctx's own; syscall.EMSGSIZE beyond 65,507 bytes, 65,527 over
// IPv6; what an ICMP error says, syscall.EHOSTUNREACH or ECONNREFUSED.
func (c *Client) Echo(ctx context.Context, msg []byte) ([]byte, error) {
	defer wakeWith(ctx, c.file)()
	c.sequence++
	if _, err := c.file.Write(c.request(msg)); err != nil {
		return nil, fmt.Errorf("echo client: %w", err)
	}
	for {
		n, err := c.file.Read(c.buf)
		if ctx.Err() != nil {
			return nil, fmt.Errorf("echo client: no answer: %w", context.Cause(ctx))
		}
		if err != nil {
			return nil, fmt.Errorf("echo client: %w", err)
		}
		if reply, ok := c.reply(c.buf[:n]); ok && bytes.Equal(reply, msg) {
			return bytes.Clone(reply), nil
		}
	}
}

// request is the message that asks. Over IPv6 the kernel computes the
// checksum, since it knows the source address (RFC 3542 section 3.1).
func (c *Client) request(msg []byte) []byte {
	if c.to.Is6() {
		return EchoMessage(EchoRequest6, c.id, c.sequence, msg).Append(nil)
	}
	return EchoMessage(EchoRequest, c.id, c.sequence, msg).Message4()
}

// reply is the data of an answer to the last request.
func (c *Client) reply(packet []byte) ([]byte, bool) {
	packet, ok := c.message(packet)
	if !ok {
		return nil, false
	}
	want := uint8(EchoReply)
	if c.to.Is6() {
		want = EchoReply6
	}
	m, err := ParseICMP(packet)
	if err != nil || m.Type != want || m.ID() != c.id || m.Sequence() != c.sequence {
		return nil, false
	}
	return m.Data, true
}

// Close closes the socket.
func (c *Client) Close() error { return c.file.Close() }

func newClient(file *os.File, to netip.Addr, ping bool, id uint16) *Client {
	if !ping {
		id = uint16(rand.Uint32()) // another program's may be the same: rarely, and not its numbers too
	}
	return &Client{file: file, to: to, ping: ping, id: id, buf: make([]byte, maxEcho)}
}

// wakeWith ends a read when ctx does. The function that it returns undoes it.
func wakeWith(ctx context.Context, file *os.File) (undo func()) {
	woken := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		_ = file.SetReadDeadline(time.Unix(1, 0)) // fails only on a closed socket
		close(woken)
	})
	return func() {
		if !stop() {
			<-woken
			_ = file.SetReadDeadline(time.Time{})
		}
	}
}
