//go:build unix

package unixdomain

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"time"
)

const (
	callerPart = "caller"
	callerAddr = "UNIXDOMAIN_ADDR"
)

func init() { playPart(callerPart, caller) }

// Credentials shows who is at the other end of a Unix socket: what the kernel
// wrote down when the connection was made, what comes with a message, and a
// server that serves one user and no other.
func Credentials(ctx context.Context, out io.Writer) error {
	dir, err := os.MkdirTemp("", "cred")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "s")
	ln, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		return err
	}
	defer ln.Close()
	defer context.AfterFunc(ctx, func() { _ = ln.Close() })()
	err = whoCalls(ctx, out, ln)
	if err == nil {
		err = refuseOther(ctx, out, ln)
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// whoCalls asks for the peer of a connection from another process.
func whoCalls(ctx context.Context, out io.Writer, ln *net.UnixListener) error {
	client, err := startPart(ctx, callerPart, withEnv(callerAddr+"="+ln.Addr().String()))
	if err != nil {
		return err
	}
	defer client.kill()
	conn, err := ln.AcceptUnix()
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := client.say(out); err != nil {
		return err
	}
	peer, err := PeerOf(conn)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "server: the kernel says: pid %d, user %s\n", peer.PID, mineOrNot(peer))
	if err := credentialMessages(out, conn, client); err != nil {
		return err
	}
	if err := client.finish(out); err != nil {
		return err
	}
	if peer, err = PeerOf(conn); err != nil {
		return err
	}
	fmt.Fprintf(out, "server: the process has ended; the kernel still says: pid %d\n", peer.PID)
	return nil
}

// mineOrNot is a user without a number.
func mineOrNot(peer Peer) string {
	if peer.UID == uint32(os.Geteuid()) {
		return "the same as mine"
	}
	return "another than mine"
}

// refuseOther serves a user who we are not, with a connection of our own.
func refuseOther(ctx context.Context, out io.Writer, ln *net.UnixListener) error {
	only := &UserListener{UnixListener: ln, UID: uint32(os.Geteuid()) + 1}
	only.Refused = func(why error) {
		if errors.Is(why, ErrOtherUser) { // and else we could not ask
			why = ErrOtherUser
		}
		fmt.Fprintln(out, "server: for one other user only; refused:", why)
		_ = ln.Close() // that ends Accept, and the story
	}
	conn, err := new(net.Dialer).DialContext(ctx, "unix", ln.Addr().String())
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := only.Accept(); !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("a stranger was let in: %w", err)
	}
	_ = conn.SetDeadline(time.Now().Add(partTime))
	_, err = conn.Read(make([]byte, 1))
	fmt.Fprintln(out, "client: connected all the same, and then reads:", err)
	return nil
}

// caller is a client in a process of its own.
func caller() error {
	conn, err := net.Dial("unix", os.Getenv(callerAddr))
	if err != nil {
		return err
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(partTime))
	fmt.Printf("client: pid %d, connected\n", os.Getpid())
	return sendCredentials(conn.(*net.UnixConn))
}
