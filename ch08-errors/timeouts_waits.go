package sockerrors

import (
	"context"
	"net"
	"net/http"
	"time"
)

// soon is a time limit that nobody here keeps.
const soon = 50 * time.Millisecond

// A waiting ends by a time limit, or looks as if it did.
type waiting struct {
	what string
	wait func(ctx context.Context, b *bench) error
}

// waits are those that package net alone can make, on every system.
var waits = []waiting{
	{"read, SetReadDeadline has passed", deadlinePassed},
	{"dial, Dialer.Deadline has passed", dialTimeout},
	{"dial, context.WithTimeout has passed", dialLate},
	{"dial, context cancelled", canceledDial},
	{"name, its servers are silent until the context ends", silentResolver},
	{"name, its servers are silent for ever", deafResolver},
	{"HTTP, Client.Timeout has passed", silentHTTP},
	{"a context by itself", contextAlone},
}

// dialTimeout has no time to begin with. Of a limit that ends while a dial
// waits, the error is either this or os.ErrDeadlineExceeded: the dialer's
// timer and the socket's race. Timeout is true of both.
func dialTimeout(ctx context.Context, b *bench) error {
	ln, err := b.listen()
	if err != nil {
		return err
	}
	conn, err := (&net.Dialer{Deadline: time.Unix(1, 0)}).DialContext(ctx, "tcp", ln.Addr().String())
	if err == nil {
		b.keep(conn)
	}
	return err
}

func dialLate(ctx context.Context, b *bench) error {
	ln, err := b.listen()
	if err != nil {
		return err
	}
	ctx, stop := context.WithDeadline(ctx, time.Unix(1, 0))
	defer stop()
	_, err = b.dial(ctx, ln.Addr().String())
	return err
}

// silentResolver asks a name server that never answers. The context's limit
// comes before the resolver's own, which /etc/resolv.conf sets.
func silentResolver(ctx context.Context, b *bench) error {
	silent, err := b.udp()
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(ctx, soon)
	defer stop()
	return lookUpAt(ctx, silent.LocalAddr().String(), 0)
}

// deafResolver is the same with a resolver whose own limit comes first. A
// deadline of its connections stands for "options timeout" in
// /etc/resolv.conf (resolv.conf(5)), which is 5 s.
func deafResolver(ctx context.Context, b *bench) error {
	silent, err := b.udp()
	if err != nil {
		return err
	}
	return lookUpAt(ctx, silent.LocalAddr().String(), soon)
}

// lookUpAt asks the server at addr for a name. A limit other than 0 bounds
// each question.
func lookUpAt(ctx context.Context, addr string, limit time.Duration) error {
	resolver := net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, "udp", addr)
		if err == nil && limit > 0 {
			conn = impatient{conn, time.Now().Add(limit)}
		}
		return conn, err
	}}
	_, err := resolver.LookupHost(ctx, "host.example.")
	return err
}

// An impatient connection keeps to an earlier deadline than it is given.
type impatient struct {
	net.Conn
	until time.Time
}

func (c impatient) SetDeadline(time.Time) error { return c.Conn.SetDeadline(c.until) }

// silentHTTP connects to a server that accepts no connection: its kernel does,
// and the request waits there.
func silentHTTP(ctx context.Context, b *bench) error {
	ln, err := b.listen()
	if err != nil {
		return err
	}
	transport := &http.Transport{}
	b.later(transport.CloseIdleConnections)
	client := http.Client{Timeout: soon, Transport: transport}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+ln.Addr().String()+"/", nil)
	if err != nil {
		return err
	}
	resp, err := client.Do(req)
	if err == nil {
		b.keep(resp.Body)
	}
	return err
}

func contextAlone(ctx context.Context, _ *bench) error {
	ctx, stop := context.WithDeadline(ctx, time.Unix(1, 0))
	defer stop()
	return ctx.Err()
}
