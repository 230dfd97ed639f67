package sockerrors

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"
)

// A chainScene makes one error.
type chainScene struct {
	calls, who string
	provoke    func(ctx context.Context, b *bench) error
}

var chains = []chainScene{
	{"Nobody listens.", "client", provokeRefused},
	{"The same, below HTTP.", "client", refusedHTTP},
	{"A name that no resolver need be asked for.", "client", badName},
	{"A deadline of the program's own.", "client", deadlinePassed},
	{"A context that has ended.", "client", canceledDial},
	{"A connection that the program has closed.", "client", closedByItself},
	{"The peer has hung up: nothing is wrapped around io.EOF.", "client", endOfStream},
	{"A certificate that nobody vouches for.", "client", untrustedPeer},
	{"And how the server is told of it.", "server", alertedServer},
	{"A plain server where TLS was expected.", "client", plainPeer},
	{"Two failures at once.", "client", bothFail},
}

// refusedHTTP asks an HTTP client for a page of a port without a listener.
func refusedHTTP(ctx context.Context, b *bench) error {
	client, _, err := b.connect(ctx)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+client.LocalAddr().String()+"/", nil)
	if err != nil {
		return err
	}
	resp, err := (&http.Client{Transport: &http.Transport{}}).Do(req) // no proxy: the environment may name one
	if err == nil {
		b.keep(resp.Body)
	}
	return err
}

// badName has an empty label, which is no name in any zone (RFC 1035).
func badName(ctx context.Context, b *bench) error {
	d := net.Dialer{Resolver: &net.Resolver{PreferGo: true}}
	conn, err := d.DialContext(ctx, "tcp", "no..name:80")
	if err == nil {
		b.keep(conn)
	}
	return err
}

func deadlinePassed(ctx context.Context, b *bench) error {
	client, _, err := b.connect(ctx)
	if err != nil {
		return err
	}
	_ = client.SetReadDeadline(time.Unix(1, 0)) // fails only on a closed connection
	_, err = client.Read(make([]byte, 1))
	return err
}

func canceledDial(ctx context.Context, b *bench) error {
	ln, err := b.listen()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	_, err = b.dial(ctx, ln.Addr().String())
	return err
}

func closedByItself(ctx context.Context, b *bench) error {
	client, _, err := b.connect(ctx)
	if err != nil {
		return err
	}
	_ = client.Close() // what Read says of it is the point
	_, err = client.Read(make([]byte, 1))
	return err
}

func endOfStream(ctx context.Context, b *bench) error {
	client, server, err := b.connect(ctx)
	if err != nil {
		return err
	}
	_ = server.Close() // with nothing unread: FIN, not RST
	_, err = client.Read(make([]byte, 1))
	return err
}

// bothFail is what a program has that tried two servers.
func bothFail(ctx context.Context, b *bench) error {
	return errors.Join(provokeRefused(ctx, b), badName(ctx, b))
}
