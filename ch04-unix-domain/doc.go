// Package unixdomain is chapter 4 of the workbook: sockets between the
// processes of one machine, AF_UNIX.
//
// [Listen], [Server.Serve] and [Server.Close] are an echo server with a path
// for an address; [Dial] and [Client.Echo] are its client. Everything else is
// here to be read beside the lesson, README.md, and run by name from it:
//
//	the pair       server, handler, quiet, accept, listen, client; echo
//	names          name, stale, abstract; nobody, nosuchpath, nametoolong
//	kinds          seqpacket, dgram, socketpair; toolong
//	permission     bymode; peercred and credentials say who is at the other end
//	descriptors    rights and passfd; truncated, toomany; broker, activation
//	network        isolation: what a namespace cuts, and what it does not
//	speed          versus: against pipes and loopback
//	the examples   scene sets them up; again starts this program in a part;
//	               missing says what a machine lacks, notlinux and notunix
//	               what a system does
//
// The calls are those of unix(7).
package unixdomain

import "embed"

// Files holds the lesson, the sources that it quotes, and the lab.
//
//go:embed README.md *.go
//go:embed lab/*.go lab/*.md
var Files embed.FS
