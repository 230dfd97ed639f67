package unixdomain

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"syscall"
	"time"
)

// A Client is one connection to an echo server. Read, Write, CloseWrite and
// the rest of *net.UnixConn are there for whoever wants the stream itself.
type Client struct{ *net.UnixConn }

// Dial wraps socket(2) and connect(2). addr is as in [Listen], but not empty.
// ctx bounds the connecting only.
//
// Errors: a *net.OpError around syscall.ENOENT, ECONNREFUSED or EACCES, one
// that is syscall.ENAMETOOLONG, errors.ErrUnsupported, or ctx's own.
func Dial(ctx context.Context, addr string) (*Client, error) {
	err := checkName(addr)
	var conn *net.UnixConn
	if err == nil {
		conn, err = connect(ctx, addr)
	}
	if err != nil {
		return nil, fmt.Errorf("echo client: %w", err)
	}
	return &Client{conn}, nil
}

// connect tries again, less and less often, while the server's accept queue is
// full. A blocking connect(2) waits for a place in it; on a non-blocking
// socket, as Go's all are, it fails with EAGAIN instead (connect(2)), and no
// poll tells when there is room.
func connect(ctx context.Context, addr string) (*net.UnixConn, error) {
	var d net.Dialer
	for delay := firstDelay; ; delay = min(2*delay, maxDelay) {
		conn, err := d.DialContext(ctx, "unix", addr)
		if err == nil {
			return conn.(*net.UnixConn), nil
		}
		if !errors.Is(err, syscall.EAGAIN) {
			return nil, unsupportedHere(err)
		}
		select {
		case <-time.After(delay):
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// Echo sends msg and returns the len(msg) bytes that come back. It reads while
// it writes: a client that first wrote all of a large message would wait for
// ever, its server unable to write what the client does not read.
//
// Errors: io.EOF if the server closed before the first byte came back,
// io.ErrUnexpectedEOF if in the middle, syscall.ECONNRESET, EPIPE, or ctx's
// own. After an error the connection is of no further use.
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
