package securestream

import (
	"context"
	"io"
)

// WrongUsage has each party show a certificate of the right authority, in the
// right name, that was issued for the other end of a connection (extended key
// usage, RFC 5280 section 4.2.1.12). Were it accepted, every client could pose
// as the server.
func WrongUsage(ctx context.Context, out io.Writer) error {
	return playAll(ctx, out, clientAsServer, serverAsClient)
}

func clientAsServer(p *parties) error {
	p.title = "the server shows a client's certificate"
	return p.serverShows(p.authority.Issue(ForClient("127.0.0.1")))
}

func serverAsClient(p *parties) error {
	p.title = "the client shows a server's certificate"
	return p.clientShows(p.authority.Issue(ForServer("ada")))
}
