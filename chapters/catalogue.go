package chapters

import (
	"context"

	bsdapi "sockbook/ch01-bsd-api"
	stream "sockbook/ch02-stream"
	datagram "sockbook/ch03-datagram"
	unixdomain "sockbook/ch04-unix-domain"
	raw "sockbook/ch05-raw"
	batching "sockbook/ch06-batching"
	sockerrors "sockbook/ch08-errors"
)

// Catalogue is the table of contents. A chapter is listed once it is written.
var Catalogue = []Chapter{
	{
		Number:  1,
		Dir:     "ch01-bsd-api",
		Package: "bsdapi",
		Title:   "The BSD API",
		Promise: "You can write a TCP echo server and client from socket, bind, listen, accept, connect, send, recv, shutdown and close alone, and say what net.Listen does for you.",
		Files:   bsdapi.Files,
		Listen:  listen(bsdapi.Listen),
		Dial:    dial(bsdapi.Dial),
		Examples: []Example{
			{Name: "echo", Brief: "a server, a client, and the same bytes back", Run: bsdapi.Echo},
			{Name: "calls", Brief: "every call of both, and what the kernel has after it", Run: bsdapi.Calls},
			{Name: "byteorder", Brief: "one number, two orders, and a client that forgets htons", Run: bsdapi.ByteOrder},
			{Name: "sockaddr", Brief: "the bytes of an address, field by field", Run: bsdapi.Sockaddr, Network: PreferPrivate},
			{Name: "resolve", Brief: "from a name to addresses: numbers, hosts file, DNS", Run: bsdapi.Resolve, Network: PreferPrivate},
			{Name: "tuple", Brief: "many clients, one port: the four numbers of a connection", Run: bsdapi.Tuple},
			{Name: "wildcard", Brief: "0.0.0.0, [::], and who gets the connection", Run: bsdapi.Wildcard, Network: Private},
			{Name: "backlog", Brief: "both queues of a listener, full, from either end", Run: bsdapi.Backlog, Network: PreferPrivate},
			{Name: "file", Brief: "a socket read, written, copied and duplicated as a file", Run: bsdapi.File},
			{Name: "nonblocking", Brief: "calls that do not wait: EAGAIN, and a connect by hand", Run: bsdapi.NonBlocking},
			{Name: "poll", Brief: "a hundred sockets, one thread", Run: bsdapi.Poll},
			{Name: "options", Brief: "what sockets are told, by hand and by Go, and what a child inherits", Run: bsdapi.Options},
			{Name: "interfaces", Brief: "interfaces, subnets, and the way that a packet takes", Run: bsdapi.Interfaces, Network: Private},
			{Name: "under-net", Brief: "what net.Listen and net.Dial really call", Run: bsdapi.UnderNet, Network: PreferPrivate},
			{Name: "in-use", Brief: "address already in use", Run: bsdapi.InUse},
			{Name: "not-available", Brief: "cannot assign requested address", Run: bsdapi.NotAvailable},
			{Name: "low-port", Brief: "permission denied, on a port below 1024", Run: bsdapi.LowPort, Network: Private},
			{Name: "refused", Brief: "connection refused", Run: bsdapi.Refused},
			{Name: "not-connected", Brief: "transport endpoint is not connected", Run: bsdapi.NotConnected},
			{Name: "bad-descriptor", Brief: "bad file descriptor, and worse: somebody else's", Run: bsdapi.BadDescriptor},
			{Name: "interrupted", Brief: "interrupted system call", Run: bsdapi.Interrupted},
		},
	},
	{
		Number:  2,
		Dir:     "ch02-stream",
		Package: "stream",
		Title:   "Stream sockets",
		Promise: "You can build a TCP service that survives real clients.",
		Files:   stream.Files,
		Listen:  listen(stream.Listen),
		Dial:    dial(stream.Dial),
		Examples: []Example{
			{Name: "echo", Brief: "a server, a client, and the same bytes back", Run: stream.Echo},
			{Name: "standstill", Brief: "a client that writes everything before it reads anything", Run: stream.Standstill},
			{Name: "partial", Brief: "writes and reads do not match: joined, cut, short", Run: stream.Partial},
			{Name: "ordered", Brief: "nothing missing, nothing twice, though the network loses", Run: stream.Ordered, Network: PreferPrivate},
			{Name: "line", Brief: "one line in, the same line back, however it is cut", Run: stream.Line},
			{Name: "framing", Brief: "messages by line, by length, by delimiter", Run: stream.Framing},
			{Name: "halfclose", Brief: "one direction ends, the other goes on", Run: stream.HalfClose},
			{Name: "deadline", Brief: "limits on waiting, and a way to interrupt it", Run: stream.Deadline},
			{Name: "keepalive", Brief: "the kernel asks whether the other kernel is there", Run: stream.KeepAlive, Network: PreferPrivate},
			{Name: "backpressure", Brief: "a slow reader slows the writer", Run: stream.Backpressure},
			{Name: "linger", Brief: "five ways to close, and the bytes two of them lose", Run: stream.Linger},
			{Name: "timewait", Brief: "what stays behind with the side that closed first", Run: stream.TimeWait},
			{Name: "drain", Brief: "a server that ends without dropping anyone", Run: stream.Drain},
			{Name: "inetd", Brief: "a socket handed to a process that knows no sockets", Run: stream.Inetd},
			{Name: "reuseport", Brief: "several listeners on one port", Run: stream.ReusePort},
			{Name: "happy-eyeballs", Brief: "a name with two addresses, one of them silent", Run: stream.HappyEyeballs, Network: PreferPrivate},
			{Name: "simultaneous-open", Brief: "two clients, no server, one connection", Run: stream.SimultaneousOpen, Network: PreferPrivate},
			{Name: "fastopen", Brief: "data in the first segment", Run: stream.FastOpen, Network: Private},
			{Name: "urgent", Brief: "out-of-band data, and where it really goes", Run: stream.Urgent},
			{Name: "proxy", Brief: "a relay that passes on each end of stream", Run: stream.Proxy},
			{Name: "archive", Brief: "structures on a stream, and a decoder that reads ahead", Run: stream.Archive},
			{Name: "rpc", Brief: "function calls over a stream", Run: stream.RPC},
			{Name: "states", Brief: "the life of a connection, as ss shows it", Run: stream.States, Network: PreferPrivate},
			{Name: "strace", Brief: "the system calls of an echo pair in C", Run: stream.Strace},
			{Name: "tcpinfo", Brief: "what the kernel knows about a connection", Run: stream.TCPInfo, Network: PreferPrivate},
			{Name: "reset", Brief: "connection reset by peer", Run: stream.Reset},
			{Name: "broken-pipe", Brief: "broken pipe", Run: stream.BrokenPipe},
			{Name: "timeout", Brief: "connection timed out: data, a SYN, and a deadline beside them", Run: stream.TimedOut, Network: PreferPrivate},
			{Name: "cut-frame", Brief: "unexpected EOF: the end inside a frame", Run: stream.CutFrame},
			{Name: "length-bomb", Brief: "four bytes that ask for any amount of memory", Run: stream.LengthBomb},
			{Name: "emfile", Brief: "too many open files, and a server that survives it", Run: stream.EMFILE},
			{Name: "nodelay", Brief: "Nagle, delayed acknowledgements and 40 ms", Run: stream.NoDelay},
			{Name: "shapes", Brief: "five shapes of a server under one load", Run: stream.Shapes},
		},
	},
	{
		Number:  3,
		Dir:     "ch03-datagram",
		Package: "datagram",
		Title:   "Datagram sockets",
		Promise: "You can use UDP where it fits and say what it costs.",
		Files:   datagram.Files,
		Listen:  listen(datagram.Listen),
		Dial:    dial(datagram.Dial),
		Examples: []Example{
			{Name: "echo", Brief: "a server, a client, and each datagram back as it went", Run: datagram.Echo},
			{Name: "agreed-port", Brief: "an answer to a port agreed on, and one to the source", Run: datagram.AgreedPort},
			{Name: "connected", Brief: "what connect does where there is no connection", Run: datagram.Connected},
			{Name: "truncate", Brief: "a buffer too short, and who says so", Run: datagram.Truncate},
			{Name: "pktinfo", Brief: "the address that was asked, and the one that answers", Run: datagram.PktInfo},
			{Name: "unreliable", Brief: "a network that loses, doubles, reorders and cuts, by a seed", Run: datagram.Unreliable},
			{Name: "retry", Brief: "asking again: timeouts, back-off, Karn's rule", Run: datagram.Retry},
			{Name: "overflow", Brief: "a receive buffer that is full, and who counts", Run: datagram.Overflow, Network: Private},
			{Name: "mtu", Brief: "the largest datagram that a path carries, and what becomes of a larger one", Run: datagram.MTU, Network: Private},
			{Name: "dscp", Brief: "the mark that says what service a datagram wants", Run: datagram.DSCP, Network: PreferPrivate},
			{Name: "broadcast", Brief: "one datagram to every host, and permission denied", Run: datagram.Broadcast, Network: Private},
			{Name: "multicast", Brief: "one datagram to those who joined", Run: datagram.Multicast, Network: Private},
			{Name: "sharing", Brief: "several sockets on one port: who gets what", Run: datagram.Sharing, Network: Private},
			{Name: "discover", Brief: "finding a service that nobody has named, by asking everybody", Run: datagram.Discover, Network: Private},
			{Name: "refused-later", Brief: "connection refused, told to a later call", Run: datagram.RefusedLater},
			{Name: "too-long", Brief: "message too long", Run: datagram.TooLong},
			{Name: "no-destination", Brief: "destination address required", Run: datagram.NoDestination},
			{Name: "uninvited", Brief: "an answer from one who was not asked", Run: datagram.Uninvited},
		},
	},
	{
		Number:  4,
		Dir:     "ch04-unix-domain",
		Package: "unixdomain",
		Title:   "Unix domain sockets",
		Promise: "You can connect processes on one machine faster and more safely than over loopback.",
		Files:   unixdomain.Files,
		Address: "ch04.sock",
		Form:    "a path",
		Listen:  listen(unixdomain.Listen),
		Dial:    dial(unixdomain.Dial),
		Examples: []Example{
			{Name: "echo", Brief: "a path for an address, a server, a client, and no file left", Run: unixdomain.Echo},
			{Name: "seqpacket", Brief: "records: a stream's connection, a datagram's boundaries", Run: unixdomain.SeqPacket},
			{Name: "dgram", Brief: "datagrams that are not lost: the sender waits", Run: unixdomain.Dgram},
			{Name: "socketpair", Brief: "two ends without a name, one of them a child's", Run: unixdomain.SocketPair},
			{Name: "abstract", Brief: "names without files, and who may use them", Run: unixdomain.Abstract},
			{Name: "credentials", Brief: "who is at the other end, by the kernel's word", Run: unixdomain.Credentials, Network: PreferPrivate},
			{Name: "pass-fd", Brief: "an open file handed to another process", Run: unixdomain.PassFD},
			{Name: "truncated", Brief: "more descriptors than there is room for, and none lost open", Run: unixdomain.Truncated},
			{Name: "broker", Brief: "an application ends and goes on with its client, who never notices", Run: unixdomain.Broker},
			{Name: "activation", Brief: "a service started when its first client comes", Run: unixdomain.Activation},
			{Name: "isolation", Brief: "two network namespaces: loopback cut, the path not", Run: unixdomain.Isolation},
			{Name: "stale", Brief: "address already in use, by a server that is dead", Run: unixdomain.Stale},
			{Name: "nobody", Brief: "connection refused, though there is a file", Run: unixdomain.Nobody},
			{Name: "by-mode", Brief: "permission denied, by the file's mode", Run: unixdomain.ByMode, Network: PreferPrivate},
			{Name: "too-long", Brief: "message too long", Run: unixdomain.TooLong},
			{Name: "too-many", Brief: "too many references: descriptors that nobody fetches", Run: unixdomain.TooMany},
			{Name: "no-such-path", Brief: "no such file or directory", Run: unixdomain.NoSuchPath},
			{Name: "name-too-long", Brief: "a path too long for a socket, and two ways round", Run: unixdomain.NameTooLong},
			{Name: "versus", Brief: "pipe, socketpair, Unix and loopback sockets side by side", Run: unixdomain.Versus},
		},
	},
	{
		Number:  5,
		Dir:     "ch05-raw",
		Package: "raw",
		Title:   "Raw sockets",
		Promise: "You can read and write packets below TCP and UDP, and know who may.",
		Files:   raw.Files,
		Address: "127.0.0.1",
		Form:    "an IP address",
		Listen:  listen(raw.Listen),
		Dial:    dial(raw.Dial),
		Examples: []Example{
			{Name: "echo", Brief: "echo requests, to the kernel and to a program in its place", Run: raw.Echo, Network: Private},
			{Name: "headers", Brief: "a packet of each kind, read byte by byte", Run: raw.Headers, Network: Private},
			{Name: "checksum", Brief: "the Internet checksum by hand, and what it does not notice", Run: raw.Checksums},
			{Name: "ping", Brief: "five questions to a host on a cable, and how long they took", Run: raw.Ping, Network: Private},
			{Name: "pingsocket", Brief: "asking without privilege, and what the kernel writes itself", Run: raw.PingSocket, Network: Private},
			{Name: "sniff", Brief: "a TCP conversation, segment by segment", Run: raw.Sniff, Network: Private},
			{Name: "filter", Brief: "a program that the kernel runs on every packet", Run: raw.Filter, Network: Private},
			{Name: "handmade-udp", Brief: "IP and UDP headers made by hand, and a forged source", Run: raw.HandmadeUDP, Network: Private},
			{Name: "handmade-syn", Brief: "a TCP connection by hand, and the RST that ends it", Run: raw.HandmadeSYN, Network: Private},
			{Name: "traceroute", Brief: "three routers, found by packets that do not arrive", Run: raw.Traceroute, Network: Private},
			{Name: "arp", Brief: "who has an address, asked by hand and by the kernel", Run: raw.ARP, Network: Private},
			{Name: "no-capability", Brief: "operation not permitted", Run: raw.NoCapability, Network: Private},
			{Name: "bad-checksum", Brief: "a wrong checksum, of which nobody complains", Run: raw.BadChecksum, Network: Private},
			{Name: "truncated-header", Brief: "a packet of which more and more is missing", Run: raw.TruncatedHeader},
			{Name: "too-long", Brief: "message too long", Run: raw.TooLong, Network: Private},
		},
	},
	{
		Number:  6,
		Dir:     "ch06-batching",
		Package: "batching",
		Title:   "Batching",
		Promise: "You can move many messages with few system calls, and show the factor.",
		Files:   batching.Files,
		Listen:  listen(batching.Listen),
		Dial:    dial(batching.Dial),
		Examples: []Example{
			{Name: "echo", Brief: "the batched UDP echo server against the plain one, calls counted", Run: batching.Echo},
			{Name: "cost", Brief: "what a call, a copy, a packet and a wake-up cost", Run: batching.Cost},
			{Name: "writev", Brief: "many buffers, one write", Run: batching.Writev},
			{Name: "flush", Brief: "what Flush promises, and what it does not", Run: batching.Flush},
			{Name: "cork", Brief: "who decides when a segment leaves", Run: batching.Cork},
			{Name: "sendfile", Brief: "files that never enter the program", Run: batching.Sendfile},
			{Name: "pending", Brief: "writes that overlap, and writes that are batched", Run: batching.Pending},
			{Name: "mmsg", Brief: "many datagrams, one call", Run: batching.MMsg},
			{Name: "gso", Brief: "one large datagram that becomes many", Run: batching.GSO},
			{Name: "gro", Brief: "many datagrams, one read", Run: batching.GRO},
			{Name: "zerocopy", Brief: "no copy, and a buffer that is not yours until the notice", Run: batching.ZeroCopy},
			{Name: "uring", Brief: "a ring of requests, one call", Run: batching.IOURing},
			{Name: "fallback", Brief: "input/output error: where the fast path does not exist", Run: batching.Fallback, Network: Private},
			{Name: "iov-max", Brief: "invalid argument: more than 1,024 buffers", Run: batching.IOVMax},
			{Name: "no-buffers", Brief: "no buffer space available", Run: batching.NoBuffers, Network: Private},
			{Name: "queue-full", Brief: "a full queue on one's own machine", Run: batching.QueueFull, Network: Private},
			{Name: "ladder", Brief: "every technique side by side, drawn as bars", Run: batching.Ladder, Asked: batching.LadderArgs, Args: "[json]"},
		},
	},
	{
		Number:  8,
		Dir:     "ch08-errors",
		Package: "sockerrors",
		Title:   "Errors",
		Promise: "Given any socket failure on any system you can name it, say who caused it, and decide whether to try again.",
		Files:   sockerrors.Files,
		Listen:  listen(sockerrors.Listen),
		Dial:    dial(sockerrors.Dial),
		Examples: []Example{
			{Name: "translate", Brief: "a number or a name from any system, in every other", Run: sockerrors.Translate, Asked: sockerrors.TranslateArgs, Args: "[QUERY…]"},
			{Name: "common", Brief: "the errors that one meets in practice, on one screen", Run: sockerrors.Common},
			{Name: "provoke", Brief: "every error this machine can be made to give, really given", Run: sockerrors.Provoke, Network: PreferPrivate},
			{Name: "chain", Brief: "what stands inside an error of package net, level by level", Run: sockerrors.Chain},
			{Name: "timeouts", Brief: "ways to run out of time, and what each one says", Run: sockerrors.Timeouts},
			{Name: "late", Brief: "errors that are told by a later call than the one that failed", Run: sockerrors.Late},
			{Name: "hostname", Brief: "which strings are names, and what a resolver says of the rest", Run: sockerrors.Hostname},
			{Name: "websocket", Brief: "close codes and refusals, each provoked", Run: sockerrors.WebSocket},
			{Name: "disagree", Brief: "one error, and the libraries that translate it differently", Run: sockerrors.Disagree},
			{Name: "retry", Brief: "back-off with jitter, a budget, and what may be repeated", Run: sockerrors.Retrying},
			{Name: "storm", Brief: "two hundred clients cut off at once, and three ways to come back", Run: sockerrors.Storm},
		},
	},
}

// listen turns a package's Listen, which returns its own *Server, into the
// door that every chapter has.
func listen[S Server](f func(context.Context, string) (S, error)) func(context.Context, string) (Server, error) {
	return func(ctx context.Context, addr string) (Server, error) {
		s, err := f(ctx, addr)
		if err != nil {
			return nil, err // not a nil S inside a non-nil Server
		}
		return s, nil
	}
}

// dial does for a package's Dial what listen does for Listen.
func dial[C Client](f func(context.Context, string) (C, error)) func(context.Context, string) (Client, error) {
	return func(ctx context.Context, addr string) (Client, error) {
		c, err := f(ctx, addr)
		if err != nil {
			return nil, err
		}
		return c, nil
	}
}
