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
