//go:build unix

package unixdomain

import (
	"context"
	"fmt"
	"io"
	"os"
)

// Stale provokes EADDRINUSE: bind makes a file, and does not take over one
// that is there. Nothing removes it when a server is killed; that a port comes
// free with its last socket is TCP's way.
func Stale(ctx context.Context, out io.Writer) error {
	return onStage(func(s stage) error {
		first, err := s.listen("echo")
		if err != nil {
			return err
		}
		outcome(out, "client", "connect", s.connect("echo"))
		if err := endServer(first); err != nil {
			return err
		}
		fmt.Fprintln(out, "server: gone, without unlink")
		outcome(out, "client", "connect", s.connect("echo"))
		_, err = s.listen("echo")
		outcome(out, "second server", "bind", err)
		if err := takeOver(ctx, out, s); err != nil {
			return err
		}
		return blindly(out, s)
	})
}

// takeOver is what [Listen] does about it, and what it refuses to do.
func takeOver(ctx context.Context, out io.Writer, s stage) error {
	second, err := Listen(ctx, s.path("echo"))
	outcome(out, "second server", "Listen, which replaces what nobody listens on", err)
	if err != nil {
		return err
	}
	defer second.Close()
	_, err = Listen(ctx, s.path("echo"))
	outcome(out, "third server", "Listen, though the second is alive", err)
	return nil
}

// blindly is what many programs do: unlink, then bind. It never fails, and
// nobody tells the server that was there.
func blindly(out io.Writer, s stage) error {
	alive, err := s.listen("blind")
	if err != nil {
		return err
	}
	defer alive.Close()
	err = os.Remove(s.path("blind"))
	outcome(out, "blind server", "unlink, though somebody listens", err)
	thief, err := s.listen("blind")
	outcome(out, "blind server", "bind", err)
	if err != nil {
		return err
	}
	defer thief.Close()
	outcome(out, "client", "connect, to the blind one", s.connect("blind"))
	fmt.Fprintln(out, "the one before it listens on, and no client finds it")
	return nil
}
