package bsdapi

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// netCallsEnv makes this program one that makes net's calls and ends.
const netCallsEnv = "BSDAPI_NET_CALLS"

// init comes before main, and before anything has made a call of net: what net
// finds out at its first is still ahead. Until main begins, this goroutine has
// the process's first thread for itself (runtime.LockOSThread), so that its
// system calls are all in that thread's log.
func init() {
	if _, ok := os.LookupEnv(netCallsEnv); !ok {
		return
	}
	if err := netCalls(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// marking is how a mark in the log begins.
const marking = "under net: "

// mark leaves a text in the log: a write to a descriptor that there cannot be
// fails with EBADF, and reaches nobody but strace.
func mark(text string) { _, _ = unix.Write(-1, []byte(marking+text)) }

// netCalls makes the calls of an echo server and its client, one after the
// other, each behind a mark that says which.
func netCalls() error {
	mark(`server: net.Listen("tcp", "127.0.0.1:0")`)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	mark(`client: net.Dial("tcp", ln.Addr().String())`)
	client, err := net.Dial("tcp", ln.Addr().String())
	if err != nil {
		return err
	}
	mark("server: ln.Accept()")
	server, err := ln.Accept()
	if err != nil {
		return err
	}
	if err := netTalk(client.(*net.TCPConn), server); err != nil {
		return err
	}
	mark("server: conn.Close()")
	err = server.Close()
	mark("client: conn.Close()")
	err = errors.Join(err, client.Close())
	mark("server: ln.Close()")
	return errors.Join(err, ln.Close())
}

// netTalk is what happens on the connection. First the server reads when there
// is nothing to read, until a deadline.
func netTalk(client *net.TCPConn, server net.Conn) error {
	buf := make([]byte, 512)
	mark("server: conn.Read(buf), until a deadline: nothing comes")
	_ = server.SetReadDeadline(time.Now().Add(20 * time.Millisecond)) // fails only on a closed connection
	if _, err := server.Read(buf); !errors.Is(err, os.ErrDeadlineExceeded) {
		return fmt.Errorf("a read of nothing: %w", err)
	}
	_ = server.SetReadDeadline(time.Now().Add(patience))
	_ = client.SetReadDeadline(time.Now().Add(patience))
	for _, c := range []struct {
		mark string
		call func([]byte) (int, error)
		p    []byte
	}{
		{`client: conn.Write([]byte("hello"))`, client.Write, []byte("hello")},
		{"server: conn.Read(buf)", server.Read, buf},
		{"server: conn.Write(buf[:n])", server.Write, []byte("hello")},
		{"client: conn.Read(buf)", client.Read, buf},
	} {
		mark(c.mark)
		if _, err := c.call(c.p); err != nil {
			return err
		}
	}
	mark("client: conn.CloseWrite()")
	if err := client.CloseWrite(); err != nil {
		return err
	}
	mark("server: conn.Read(buf), which returns io.EOF")
	if _, err := server.Read(buf); err != io.EOF {
		return fmt.Errorf("a read of the end: %w", err)
	}
	return nil
}
