// Package raw is chapter 5 of the workbook: below TCP and UDP, headers that
// one writes oneself, and packets as they cross the wire.
//
// [Listen], [Server.Serve] and [Server.Close] are a responder to ICMP echo
// requests, [Dial] and [Client.Echo] an echo client, ping's heart. Everything
// else is here to be read beside the lesson, README.md:
//
//	headers        ipv4, ipv6, icmp, udp, tcp, ethernet, arppacket, checksum
//	the pair       server, client, rawsocket
//	reading        capture, filter, sniff
//	writing        handmadeudp, handmadesyn, traceroute, arp
//	the examples   nethost and netcable make machines; missing says what lacks
//
// The formats are those of RFC 791, 792, 768, 9293, 8200, 4443 and 826; the
// sockets those of raw(7), packet(7) and icmp(7).
package raw

import "embed"

// Files holds the lesson, the sources that it quotes, and the lab.
//
//go:embed README.md *.go lab/*.go lab/*.md
var Files embed.FS
