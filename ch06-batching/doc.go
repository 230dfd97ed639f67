// Package batching is chapter 6 of the workbook: many messages, few system
// calls.
//
// [Listen], [Server.Serve] and [Server.Close] are a UDP echo server that reads
// and answers many datagrams a system call, [Dial], [Client.Echo] and
// [Client.EchoAll] its client:
//
//	the pair             server, handler; client, window
//	what it moves        message, train: pure functions, tested without a socket
//	the fallback         outbox
//	the kernel           socket, mmsg, ancillary: recvmmsg(2), sendmmsg(2), GSO, GRO
//	datagrams            many, gso, gro, zerocopy, nobufs, queuefull, fallback
//	streams              writev, flush, cork, sendfile, pending, iovmax
//	a ring of requests   iouring
//	what it costs        cost; ladder puts all of it side by side
//	counting calls       traced: ptrace(2), without strace
//	a machine's lacks    missing
//
// On Linux the pair uses what the kernel offers and falls back where it must;
// elsewhere it moves a datagram at a time. [Server.Path] says which it is.
package batching

import "embed"

// Files holds the lesson, the sources that it quotes, and the lab.
//
//go:embed README.md *.go lab/*.go lab/*.md
var Files embed.FS
