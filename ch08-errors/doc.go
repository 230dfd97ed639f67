// Package sockerrors is chapter 8 of the workbook: what sockets say when they
// fail, on every system.
//
// [Lookup] finds an error by any name or number that any system gives it;
// [Explain] says of an error at hand what it is, whose doing, and what to do;
// [Is] asks for its [Kind] and is true on Linux, macOS and Windows alike.
// [Listen], [Server.Serve] and [Dial] are an echo server and its client that
// put the three to use. Everything else is here to be read beside the lesson,
// README.md, and run by name from it:
//
//	the table       table.json, its reader table, table_read, table_codes,
//	                table_disputes; here, systems, rule
//	asking it       lookup, nearest, translate, translate_show, translate_example;
//	                common
//	judging         kind, is, classify, explain, hint
//	the pair        server, accept, handler, quiet, tally, client
//	Go's errors     chain and its scenes; timeouts and its waits
//	late ones       late
//	disagreement    disagree, disagree_merge, disagree_paths
//	provoking       provoke and what begins with it, each file a group of errors
//	beyond errno    hostname: names and resolvers; websocket: close codes
//	trying again    retry; storm
//	in C            peers/winsock: WSAGetLastError and WSAStartup
//	what is lacking missing: of a machine; _notlinux and _notunix: of a system
//
// The errnos are those of errno(3), the codes those of winerror.h.
package sockerrors

import "embed"

// Files holds the lesson, the table, and the sources that the lesson quotes.
//
//go:embed README.md table.json *.go lab/*.go lab/*.md peers/*/*.c
var Files embed.FS
