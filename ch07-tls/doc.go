// Package securestream is chapter 7 of the workbook: TLS, with certificates on
// both sides.
//
// [Listen], [Server.Serve] and [Server.Close] are an echo server over TLS,
// [Dial] and [Client.Echo] its client; [ListenTLS] and [DialTLS] are for
// callers who have a configuration of their own:
//
//	the pair             listen, server, accept, handler, quiet, limits; client
//	who is who           authority; trust: how the pair's trust gets around
//	a whole talk         echo, mutual, rotate
//	pieces of TLS        sni, alpn, resume, truncation, pin, starttls, unixsocket
//	refusals             unknownauthority, wrongname, expired, wrongusage,
//	                     missingcertificate, lowversion, plaintext
//	reading along        handshake, keylog, inspect
//	what it costs        cost
//	on stage             parties, encounter, talk: who meets; link: two ends of
//	                     a connection; wiretap: the wire between two
//	off the wire         record, keys, message, reading: from bytes to names
//	a machine's lacks    missing
//
// The protocol is that of RFC 8446, TLS 1.3; certificates are those of RFC
// 5280. No key is in a file: authorities are made when a program starts.
package securestream

import "embed"

// Files holds the lesson, the sources that it quotes, the lab and the peers.
//
//go:embed README.md *.go lab/*.go lab/*.md
//go:embed peers/*/*.java peers/*/*.js peers/*/*.py
var Files embed.FS
