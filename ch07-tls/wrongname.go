package securestream

import (
	"context"
	"io"
)

// WrongName connects to a server that proves who it is: not the one that was
// asked for. Without this check, whoever has a certificate for any name has
// one for all. A server makes no such check of its client, whose name it has
// not asked for; [Mutual] does.
func WrongName(ctx context.Context, out io.Writer) error {
	return playAll(ctx, out, otherName, nameInSubject, nameForAddress)
}

func otherName(p *parties) error {
	p.title = "the client asks for shop.test, the certificate is for mail.test"
	p.client.ServerName = "shop.test"
	return p.serverShows(p.authority.Issue(ForServer("mail.test")))
}

// nameInSubject has the name in the subject's common name, where RFC 2818 let
// a client look for it and RFC 9525 section 2 does not any more.
func nameInSubject(p *parties) error {
	p.title = "shop.test is the certificate's common name, and in no SAN"
	p.client.ServerName = "shop.test"
	profile := ForServer()
	profile.Name = "shop.test"
	return p.serverShows(p.authority.Issue(profile))
}

// nameForAddress is what happens to a client that dials an address. An address
// is no name: it has a kind of SAN of its own (RFC 9525 section 6.4).
func nameForAddress(p *parties) error {
	p.title = "the client asks for 127.0.0.1, the certificate is for localhost"
	return p.serverShows(p.authority.Issue(ForServer("localhost")))
}
