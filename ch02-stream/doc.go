// Package stream is chapter 2 of the workbook: TCP, the stream socket.
//
// [Listen], [Server.Serve] and [Server.Close] are an echo server that is safe
// to leave running on a shared network; [Dial] and [Client.Echo] are its
// client. Everything else is here to be read beside the lesson, README.md, and
// run by name from it.
//
// The protocol is TCP, RFC 9293. The calls are those of socket(7) and tcp(7).
package stream

import "embed"

// Files holds the lesson, the sources that it quotes and the peers that it
// runs.
//
//go:embed README.md *.go
//go:embed peers/*/*.c peers/*/*.cs peers/*/*.hs peers/*/*.java peers/*/*.js peers/*/*.py peers/*/*.rb
var Files embed.FS
