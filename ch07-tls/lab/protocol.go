// Package trust is a pair of TLS configurations that take one peer and refuse
// every other: a server that lets in the clients on its list, and a client that
// speaks with one server.
package trust

import "errors"

// Welcome is the first byte that a server of this lab sends to a client that it
// lets in. TLS has no such message: in TLS 1.3 a client is done with its
// handshake before the server has seen its certificate (RFC 8446 section 2,
// figure 1). What the server thinks of it comes later, as an alert, or as this.
const Welcome = '+'

// What the functions of this lab may say, for errors.Is.
var (
	// ErrNotListed: no name of the certificate is on the list.
	ErrNotListed = errors.New("no name on the list")

	// ErrNotValid: a certificate of the chain is not valid yet, or not any
	// more.
	ErrNotValid = errors.New("not valid at this time")

	// ErrRefused: it is the other side that said no, with an alert.
	ErrRefused = errors.New("refused by the other side")
)
