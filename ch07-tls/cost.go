package securestream

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"time"
)

const (
	costSlice  = 80 * time.Millisecond // of each measurement, in each round
	costRounds = 5
	costChunk  = 64 << 10 // bytes a Write
)

// Cost measures in one run what TLS takes: connections a second with a full
// and with a resumed handshake, and bytes a second, each against plain TCP
// over loopback. Both ends run here, so either of them alone could do more.
func Cost(ctx context.Context, out io.Writer) error {
	server, client, err := costConfigs()
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "connections a second, one after the other")
	bars, err := costRates(ctx, []costItem{
		{"plain TCP", costConnections(nil, nil)},
		{"full handshake", costConnections(server, client)},
		{"resumed", costConnections(server, costResuming(client))},
		{"full, X25519", costConnections(server, costCurve(client))},
		{"full, TLS 1.2", costConnections(server, costTLS12(client))},
	})
	if err != nil {
		return err
	}
	costDraw(out, bars, 1)
	fmt.Fprintln(out, "megabytes a second, one connection, one way")
	bars, err = costRates(ctx, []costItem{
		{"plain TCP", costBytes(nil, nil)},
		{"TLS 1.3", costBytes(server, client)},
	})
	if err != nil {
		return err
	}
	costDraw(out, bars, 1e6)
	return nil
}

func costConfigs() (server, client *tls.Config, err error) {
	authority, err := NewAuthority("cost")
	if err != nil {
		return nil, nil, err
	}
	cert, err := authority.Issue(ForServer("localhost"))
	if err != nil {
		return nil, nil, err
	}
	return &tls.Config{Certificates: []tls.Certificate{cert}},
		&tls.Config{RootCAs: authority.Pool(), ServerName: "localhost"}, nil
}

func costResuming(client *tls.Config) *tls.Config {
	client = client.Clone()
	client.ClientSessionCache = tls.NewLRUClientSessionCache(1)
	return client
}

// costCurve does without ML-KEM, the half of crypto/tls's first choice of a
// key exchange that is to hold against quantum computers (X25519MLKEM768).
func costCurve(client *tls.Config) *tls.Config {
	client = client.Clone()
	client.CurvePreferences = []tls.CurveID{tls.X25519}
	return client
}

func costTLS12(client *tls.Config) *tls.Config {
	client = client.Clone()
	client.MaxVersion = tls.VersionTLS12
	return client
}

// A costItem is one measurement: what runs until the deadline, and counts.
type costItem struct {
	label string
	run   func(ctx context.Context, until time.Time) (count float64, err error)
}

// costRates gives each item the same slice of time, in turn, and again: what
// else the machine does then falls on all of them.
func costRates(ctx context.Context, items []costItem) ([]costBarOf, error) {
	bars := make([]costBarOf, len(items))
	for range costRounds {
		for i, item := range items {
			start := time.Now()
			count, err := item.run(ctx, start.Add(costSlice))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", item.label, err)
			}
			bars[i].label = item.label
			bars[i].count += count
			bars[i].took += time.Since(start)
		}
	}
	return bars, nil
}

// costConnections opens connections until the time is up. With TLS, each ends
// when the client has read a byte, behind which the ticket came.
func costConnections(server, client *tls.Config) func(context.Context, time.Time) (float64, error) {
	return func(ctx context.Context, until time.Time) (n float64, err error) {
		for err == nil && ctx.Err() == nil && time.Now().Before(until) {
			err = overLink(ctx, func(near, far *linkEnd) error {
				return costConnection(near.TCPConn, far.TCPConn, server, client)
			})
			n++
		}
		return n, errors.Join(err, context.Cause(ctx))
	}
}

func costConnection(near, far net.Conn, server, client *tls.Config) error {
	if server != nil {
		c, s := tls.Client(near, client), tls.Server(far, server)
		if err := errors.Join(linkShake(c, s)); err != nil {
			return err
		}
		near, far = c, s
	}
	if _, err := far.Write([]byte{1}); err != nil {
		return err
	}
	_, err := near.Read(make([]byte, 1))
	return err
}
