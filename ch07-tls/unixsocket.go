package securestream

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"time"
)

// OverUnix runs TLS over a Unix domain socket. TLS wants a stream and asks
// nothing of addresses: a path is no name a certificate could be for, so the
// client has to be told whom to expect. It is of use where the kernel's word
// (SO_PEERCRED, chapter 4) does not reach: behind a proxy on this machine, the
// certificates are those of the parties at its far ends.
func OverUnix(ctx context.Context, out io.Writer) error {
	authority, err := NewAuthority("unix")
	if err != nil {
		return err
	}
	cert, err := authority.Issue(ForServer("localhost"))
	if err != nil {
		return err
	}
	near, far, err := unixPair(ctx)
	if err != nil {
		return err
	}
	hangUp := func() {
		_ = near.Close() // the end is told by then
		_ = far.Close()
	}
	defer hangUp()
	defer context.AfterFunc(ctx, hangUp)()
	server := tls.Server(far, &tls.Config{Certificates: []tls.Certificate{cert}})
	for _, name := range []string{"", "localhost"} {
		config := &tls.Config{RootCAs: authority.Pool(), ServerName: name}
		if name == "" {
			fmt.Fprintf(out, "client: without ServerName: %v\n", tls.Client(near, config).HandshakeContext(ctx))
			continue
		}
		client := tls.Client(near, config)
		if err := errors.Join(linkShake(client, server)); err != nil {
			return err
		}
		text, err := linkSay(client, server, "hello")
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "client: %s over a %s socket\n", tls.VersionName(client.ConnectionState().Version), near.RemoteAddr().Network())
		fmt.Fprintf(out, "server: read %q\n", text)
	}
	return context.Cause(ctx)
}

// unixPair is the two ends of a connection through a path that is gone again.
func unixPair(ctx context.Context) (client, server net.Conn, err error) {
	dir, err := os.MkdirTemp("", "ch07")
	if err != nil {
		return nil, nil, err
	}
	defer os.RemoveAll(dir)
	ln, err := net.Listen("unix", filepath.Join(dir, "s"))
	if errors.Is(err, noSuchFamily) {
		return nil, nil, missing{what: "this system has no Unix sockets: " + err.Error(), remedy: "Windows has them from version 1803 on"}
	}
	if err != nil {
		return nil, nil, err
	}
	defer ln.Close()
	var d net.Dialer
	if client, err = d.DialContext(ctx, "unix", ln.Addr().String()); err != nil {
		return nil, nil, err
	}
	// connect(2) has succeeded: the connection is in the queue.
	if server, err = ln.Accept(); err != nil {
		_ = client.Close()
		return nil, nil, err
	}
	// These fail only on a closed connection.
	_ = client.SetDeadline(time.Now().Add(linkTime))
	_ = server.SetDeadline(time.Now().Add(linkTime))
	return client, server, nil
}
