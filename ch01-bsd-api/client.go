package bsdapi

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/netip"
	"time"
)

// A Client is one connection to an echo server, and the stream itself for a
// caller who wants that.
type Client struct{ Conn }

// Dial makes a socket and calls connect(2) on it. ctx bounds the connecting
// only. No host means this machine.
//
// Errors: an *os.SyscallError around ECONNREFUSED, ETIMEDOUT, EHOSTUNREACH or
// EMFILE; for a name, a *net.DNSError; or ctx's own.
func Dial(ctx context.Context, addr string) (*Client, error) {
	conn, err := dial(ctx, addr)
	if err != nil {
		return nil, fmt.Errorf("echo client: connect to %s: %w", addr, err)
	}
	return &Client{conn}, nil
}

func dial(ctx context.Context, hostport string) (Conn, error) {
	addr, err := resolve(ctx, hostport, netip.AddrFrom4([4]byte{127, 0, 0, 1}))
	if err != nil {
		return Conn{}, err
	}
	if err := startUp(); err != nil {
		return Conn{}, err
	}
	fd, err := clientSocket(addr)
	if err != nil {
		return Conn{}, err
	}
	s, err := newSocket(fd, nil, addr)
	if err != nil {
		return Conn{}, err
	}
	if err := s.connect(ctx, addr); err != nil {
		_ = s.Close() // it never was a connection
		return Conn{}, err
	}
	return Conn{s}, nil
}

// connect connects without holding a thread: connect returns at once, the
// socket becomes writable when it is known how that ended, and SO_ERROR says.
func (s *socket) connect(ctx context.Context, addr *net.TCPAddr) error {
	abandon := func() { _ = s.SetDeadline(time.Unix(1, 0)) }
	stop := context.AfterFunc(ctx, abandon)
	_, err := s.call(func(fd handle) (int, error) { return 0, connectTo(fd, addr) })
	if connecting(err) {
		if err = s.poller.await(&s.out); err == nil {
			_, err = s.call(func(fd handle) (int, error) { return 0, connected(fd) })
		}
	}
	if !stop() { // ctx has ended
		return context.Cause(ctx)
	}
	if err != nil {
		return err
	}
	_, err = s.call(func(fd handle) (_ int, err error) {
		if s.local, err = localAddr(fd); err != nil {
			return 0, err
		}
		return 0, setNoDelay(fd)
	})
	return err
}

// Echo sends msg and returns the len(msg) bytes that come back. It reads while
// it writes: a client that first wrote all of a large message would wait for
// ever, its server unable to write what the client does not read.
//
// Errors: io.EOF if the server closed before the first byte came back,
// io.ErrUnexpectedEOF if in the middle, ECONNRESET, EPIPE, or ctx's own. After
// an error the connection is of no further use.
func (c *Client) Echo(ctx context.Context, msg []byte) ([]byte, error) {
	stop := context.AfterFunc(ctx, c.abandon)
	wrote := make(chan error, 1)
	go func() {
		_, err := c.Write(msg)
		wrote <- err
	}()
	reply := make([]byte, len(msg))
	n, err := io.ReadFull(c, reply)
	if err != nil {
		c.abandon() // or Write might wait for a reader that is gone
	}
	if werr := <-wrote; err == nil {
		err = werr
	}
	if !stop() { // ctx has ended, and abandon with it all that would follow
		err = context.Cause(ctx)
	}
	if err != nil {
		return reply[:n], fmt.Errorf("echo client: %d of %d bytes came back: %w", n, len(msg), err)
	}
	return reply, nil
}

// abandon makes every Read and Write, present and future, return at once.
func (c *Client) abandon() { _ = c.SetDeadline(time.Unix(1, 0)) }
