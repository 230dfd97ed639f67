package securestream

import (
	"context"
	"io"
	"time"
)

// noon is what the clock says of whoever checks a certificate here: the errors
// print it. tls.Config.Time is for tests and for machines without a clock.
var noon = time.Date(2020, time.January, 1, 12, 0, 0, 0, time.UTC)

func atNoon() time.Time { return noon }

// Expired shows certificates whose time is over, by an hour.
func Expired(ctx context.Context, out io.Writer) error {
	return playAll(ctx, out, expiredServer, expiredClient)
}

// NotYetValid shows certificates that will be good in an hour. Mostly it is
// the checking party's clock that is slow, or was never set.
func NotYetValid(ctx context.Context, out io.Writer) error {
	return playAll(ctx, out, earlyServer, earlyClient)
}

func expiredServer(p *parties) error {
	p.title = "the server's certificate expired an hour ago"
	return p.serverValid(noon.Add(-24*time.Hour), noon.Add(-time.Hour))
}

func expiredClient(p *parties) error {
	p.title = "the client's expired an hour ago"
	return p.clientValid(noon.Add(-24*time.Hour), noon.Add(-time.Hour))
}

func earlyServer(p *parties) error {
	p.title = "the server's certificate is not valid for another hour"
	return p.serverValid(noon.Add(time.Hour), noon.Add(24*time.Hour))
}

func earlyClient(p *parties) error {
	p.title = "the client's is not valid for another hour"
	return p.clientValid(noon.Add(time.Hour), noon.Add(24*time.Hour))
}

func (p *parties) serverValid(from, to time.Time) error {
	profile := ForServer("127.0.0.1")
	profile.NotBefore, profile.NotAfter = from, to
	p.client.Time = atNoon
	return p.serverShows(p.authority.Issue(profile))
}

func (p *parties) clientValid(from, to time.Time) error {
	profile := ForClient("ada")
	profile.NotBefore, profile.NotAfter = from, to
	p.server.Time = atNoon
	return p.clientShows(p.authority.Issue(profile))
}
