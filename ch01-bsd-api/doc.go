// Package bsdapi is chapter 1 of the workbook: the BSD socket API, call by
// call.
//
// [Listen], [Server.Serve] and [Server.Close] are an echo server, [Dial] and
// [Client.Echo] its client. Both are made of system calls alone: of package
// net there are addresses in them, and resolving. Each file that makes calls
// has a twin for Winsock, with the same calls in the same order:
//
//	the pair     server, accept, handler, quiet; client; conn, socket; echo
//	the calls    _unix and _windows of server, client, conn, accept, addr;
//	             cloexec, and options_windows; winsock_windows
//	waiting      waiter, poller, poller_shared; poll, bell
//	addresses    byteorder, sockaddr, sockaddr_show; resolve_example with
//	             resolve_libc and dns; addr; interfaces, route
//	connections  calls, calls_end; tuple; backlog, backlog_syn;
//	             wildcard, wildcard_show, wildcard_bind
//	package net  undernet, undernet_calls, undernet_log
//	descriptors  file; options, options_set, inherited; nonblocking;
//	             poll_example, poll_epoll, poll_kqueue, poll_runtime
//	breaks       inuse, notavailable, lowport, refused, notconnected,
//	             baddescriptor, interrupted
//	the kernel   ledger, tcpstate, counters, thread
//	examples     sockets, say, await, errno set them up; missing says what
//	             a machine lacks, notlinux, notunix, nopoller what a system
//
// The calls are those of POSIX.1-2024, socket(7), ip(7) and Winsock 2.2.
package bsdapi

import "embed"

// Files holds the lesson and the sources that it quotes.
//
//go:embed README.md *.go lab/*.go lab/*.md
var Files embed.FS
