package securestream

import (
	"context"
	"io"
)

// UnknownAuthority has each party show a certificate by an authority that the
// other has not been told to trust. Nothing is wrong with the certificate;
// anybody can make such a one, in this very name.
func UnknownAuthority(ctx context.Context, out io.Writer) error {
	return playAll(ctx, out, strangersServer, strangersClient)
}

func strangersServer(p *parties) error {
	p.title = "the server's certificate is by an authority unknown to the client"
	stranger, err := NewAuthority("Nobody's CA")
	if err != nil {
		return err
	}
	return p.serverShows(stranger.Issue(ForServer("127.0.0.1")))
}

func strangersClient(p *parties) error {
	p.title = "the client's is by an authority unknown to the server"
	stranger, err := NewAuthority("Nobody's CA")
	if err != nil {
		return err
	}
	return p.clientShows(stranger.Issue(ForClient("ada")))
}
