// Package stream is chapter 2 of the workbook: TCP, the stream socket.
//
// [Listen], [Server.Serve] and [Server.Close] are an echo server that is safe
// to leave running on a shared network; [Dial] and [Client.Echo] are its
// client. Everything else is here to be read beside the lesson, README.md, and
// run by name from it:
//
//	the pair        server, handler, accept, quiet, client; echo, standstill
//	bytes           partial, ordered; line, conversation; frame, escape, framing
//	endings         halfclose, linger, timewait, drain, reset, brokenpipe, cutframe
//	waiting         deadline, cancel, keepalive, timeout, backpressure, nodelay
//	shapes          iterative, process, goroutines, eventloop, reuseport, cepoll;
//	                inetd, activation; load and shapes measure them
//	connecting      happyeyeballs, simultaneous, fastopen, urgent
//	on top          relay, forwarder, proxy; archive, readahead, rpc
//	limits          lengthbomb, emfile
//	the kernel      tcpinfo, tcpstate, tcptable, tcpcounter, inspect; ss and
//	                states; strace, stracelog, traced; loss makes it bad on purpose
//	the examples    pair and scene set them up; missing says what a machine lacks,
//	                notlinux, notunix and nopoller what a system does
//
// The protocol is TCP, RFC 9293. The calls are those of socket(7) and tcp(7).
package stream

import "embed"

// Files holds the lesson, the sources that it quotes, the lab, and the peers
// that it runs.
//
//go:embed README.md *.go
//go:embed lab/*.go lab/*.md
//go:embed peers/*/*.c peers/*/*.cs peers/*/*.hs peers/*/*.java peers/*/*.js peers/*/*.py peers/*/*.rb
var Files embed.FS
