package securestream

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"strconv"
	"time"
)

// A Client is one TLS connection to an echo server. Read, Write, CloseWrite
// and the rest of *tls.Conn are there for a caller who wants the stream.
type Client struct{ *tls.Conn }

// Dial connects to a server that [Listen] has bound, on this machine and of
// this user; to others, if SOCKBOOK_CA names a file with their authority's
// certificate. ctx bounds the connecting and the handshake.
//
// Errors: those of [DialTLS], or that there is no authority to trust.
func Dial(ctx context.Context, addr string) (*Client, error) {
	host, service, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("echo client: %w", err)
	}
	// Connect first: that nobody listens is the plainer thing to say.
	raw, err := dialTCP(ctx, addr)
	if err != nil {
		return nil, err
	}
	port, err := strconv.Atoi(service)
	if err == nil {
		var config tls.Config
		if config.RootCAs, err = trusted(port); err == nil {
			config.ServerName = host
			return shake(ctx, raw, &config)
		}
	}
	_ = raw.Close() // nothing was said
	return nil, fmt.Errorf("echo client: %w", err)
}

// DialTLS connects as config says, which must not be changed any more. Without
// a ServerName in it, the server has to prove that it is addr's host.
//
// Errors: a *net.OpError around syscall.ECONNREFUSED and its like; a
// *tls.CertificateVerificationError for a server that did not prove who it is;
// a *net.OpError "remote error" for what the server did not like; a
// tls.RecordHeaderError if it speaks no TLS; or ctx's own.
func DialTLS(ctx context.Context, addr string, config *tls.Config) (*Client, error) {
	raw, err := dialTCP(ctx, addr)
	if err != nil {
		return nil, err
	}
	if config.ServerName == "" {
		config = config.Clone()
		config.ServerName, _, _ = net.SplitHostPort(addr) // dialTCP took it
	}
	return shake(ctx, raw, config)
}

func dialTCP(ctx context.Context, addr string) (*net.TCPConn, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("echo client: %w", err)
	}
	return conn.(*net.TCPConn), nil
}

// shake does the client's part of the handshake. Over TLS 1.3 it returns when
// the client is content; the server may still refuse the client.
func shake(ctx context.Context, raw *net.TCPConn, config *tls.Config) (*Client, error) {
	conn := tls.Client(raw, config)
	if err := conn.HandshakeContext(ctx); err != nil {
		_ = raw.Close()
		return nil, fmt.Errorf("echo client: %w", err)
	}
	return &Client{conn}, nil
}

// Echo sends msg and returns the len(msg) bytes that come back. It reads while
// it writes: a client that first wrote all of a large message would wait for
// ever, its server unable to write what the client does not read.
//
// Errors: io.EOF if the server closed before the first byte came back,
// io.ErrUnexpectedEOF if in the middle; a "remote error" that refuses this
// client, which TLS 1.3 tells here and not in Dial; or ctx's own. After an
// error the connection is of no further use.
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
