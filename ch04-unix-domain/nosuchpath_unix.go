//go:build unix

package unixdomain

import (
	"context"
	"io"
	"os"
)

// NoSuchPath provokes ENOENT: the address is looked up as any path is, and so
// fails as any path does, before there is talk of sockets.
func NoSuchPath(_ context.Context, out io.Writer) error {
	return onStage(func(s stage) error {
		outcome(out, "client", "connect where there is no file", s.connect("nothing"))
		_, err := s.listen("nofolder/echo")
		outcome(out, "server", "bind in a folder that does not exist", err)
		if err := os.WriteFile(s.path("file"), nil, 0o600); err != nil {
			return err
		}
		_, err = s.listen("file/echo")
		outcome(out, "server", "bind in a folder that is a file", err)
		return unlinked(out, s)
	})
}

// unlinked shows that a path is looked up once, by connect: a listener, and a
// connection too, do without it, and a rename takes the socket with it.
func unlinked(out io.Writer, s stage) error {
	ln, err := s.listen("echo")
	if err != nil {
		return err
	}
	defer ln.Close()
	if err := os.Rename(s.path("echo"), s.path("other")); err != nil {
		return err
	}
	outcome(out, "client", "connect to a path that was renamed", s.connect("echo"))
	outcome(out, "client", "connect to the new one", s.connect("other"))
	if err := os.Remove(s.path("other")); err != nil {
		return err
	}
	outcome(out, "client", "connect once it is unlinked, to a server that lives", s.connect("other"))
	return nil
}
