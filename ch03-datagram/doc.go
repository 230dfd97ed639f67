// Package datagram is chapter 3 of the workbook: UDP, and what a program adds
// to it where the network loses.
//
// [Listen], [Server.Serve] and [Server.Close] are an echo server, [Dial] and
// [Client.Echo] its client:
//
//	the pair            server, handler, budget, destination, passing; client
//	networks that lose  relay, relay_lane, fate, fatelist, unreliable
//	asking again        rtt, retry, retry_header, responder
//	a machine's lacks   missing
//
// The protocol is that of RFC 768; the timers are those of RFC 6298.
package datagram

import "embed"

// Files holds the lesson and the sources that it quotes.
//
//go:embed README.md *.go lab/*.go lab/*.md
//go:embed peers/*/*.c peers/*/*.java peers/*/*.js peers/*/*.py
var Files embed.FS
