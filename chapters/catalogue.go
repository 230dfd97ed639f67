package chapters

import (
	"context"

	stream "sockbook/ch02-stream"
)

// Catalogue is the table of contents. A chapter is listed once it is written.
var Catalogue = []Chapter{
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
