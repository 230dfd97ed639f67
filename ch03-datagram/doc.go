// Package datagram is chapter 3 of the workbook: UDP, and what a program adds
// to it where the network loses.
//
//	networks that lose  relay, relay_lane, fate, fatelist, unreliable
//	asking again        rtt, retry, retry_header, responder
//
// The protocol is that of RFC 768; the timers are those of RFC 6298.
package datagram

import "embed"

// Files holds the lesson and the sources that it quotes.
//
//go:embed README.md *.go lab/*.go lab/*.md
var Files embed.FS
