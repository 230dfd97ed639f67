package byhand_test

import (
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	byhand "sockbook/ch01-bsd-api/lab"
)

// limit is how long a test waits for what should come at once.
const limit = 4 * time.Second

// A counted system has a listener for so many connections; then accept fails.
type counted struct {
	byhand.System
	left int
}

func (c *counted) Accept(listener byhand.Socket) (byhand.Socket, error) {
	if c.left--; c.left < 0 {
		return -1, os.NewSyscallError("accept", syscall.EBADF)
	}
	return c.System.Accept(listener)
}

// soon fails unless f returns within limit.
func soon(t *testing.T, shows string, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	select {
	case <-done:
	case <-time.After(limit):
		t.Fatalf("%s\ngot: no return in %v", shows, limit)
	}
}

// served runs Listen and Serve on this system, for n connections.
func served(t *testing.T, n int) (at byhand.Inet4, ended <-chan error) {
	t.Helper()
	listener, at, err := byhand.Listen(byhand.Kernel, byhand.Native, anywhere)
	if err != nil || at.IP != anywhere.IP || at.Port == 0 {
		t.Fatalf("the kernel reads what you write: it does not listen where it should\ninput: %v\ngot: %v, %v\nwant: 127.0.0.1 and a port, <nil>", anywhere, at, err)
	}
	result := make(chan error, 1)
	go func() {
		err := byhand.Serve(&counted{byhand.Kernel, n}, listener)
		result <- errors.Join(err, byhand.Kernel.Close(listener))
	}()
	return at, result
}

// TestPair has your client talk to your server, by this system's kernel.
func TestPair(t *testing.T) {
	at, ended := served(t, 3)
	for _, text := range []string{"hello", "", strings.Repeat("kernel ", 1000)} {
		soon(t, "your client and your server wait for each other", func() {
			conn, err := byhand.Dial(byhand.Kernel, byhand.Native, at)
			if err != nil {
				t.Errorf("the kernel reads what you write: it does not connect to where it should\ninput: %v\ngot: %v\nwant: <nil>", at, err)
				return
			}
			got, err := byhand.Ask(byhand.Kernel, conn, text)
			if err := errors.Join(err, byhand.Kernel.Close(conn)); err != nil || got != text {
				t.Errorf("what comes back is what was sent\ninput: %s\ngot: %s, %v\nwant: the same, <nil>", short(text), short(got), err)
			}
		})
	}
	soon(t, "Serve returns when accept fails for good", func() {
		if err := <-ended; !errors.Is(err, syscall.EBADF) {
			t.Errorf("Serve returns the error of accept\ngot: %v\nwant: %v", err, syscall.EBADF)
		}
	})
}

// TestStrangers has your server and your client talk to package net's.
func TestStrangers(t *testing.T) {
	at, ended := served(t, 1)
	text := strings.Repeat("0123456789", 30000)
	conn, err := net.Dial("tcp", at.String())
	if err != nil {
		t.Fatalf("a client of package net does not reach your server\ninput: %v\ngot: %v\nwant: a connection", at, err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(limit)) // fails on a closed connection alone, and then so does Read
	go func() {
		_, _ = io.WriteString(conn, text) // what did not go out does not come back
		_ = conn.(*net.TCPConn).CloseWrite()
	}()
	got, err := io.ReadAll(conn)
	if err != nil || string(got) != text {
		t.Fatalf("your server gives back what a client of package net sends, and then the end\ninput: %s\ngot: %s, %v\nwant: the same, <nil>",
			short(text), short(string(got)), err)
	}
	soon(t, "Serve returns when accept fails for good", func() { <-ended })

	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal("this machine has no loopback network:", err)
	}
	defer ln.Close()
	go answer(ln)
	port := ln.Addr().(*net.TCPAddr).Port
	soon(t, "your client does not come to an end with a server of package net", func() {
		conn, err := byhand.Dial(byhand.Kernel, byhand.Native, byhand.Inet4{IP: anywhere.IP, Port: uint16(port)})
		if err != nil {
			t.Errorf("your client does not reach a server of package net\ngot: %v\nwant: a connection", err)
			return
		}
		got, err := byhand.Ask(byhand.Kernel, conn, "hello")
		if err := errors.Join(err, byhand.Kernel.Close(conn)); err != nil || got != "you said hello" {
			t.Errorf("a server of package net answers when it has heard the end\ninput: \"hello\"\ngot: %q, %v\nwant: \"you said hello\", <nil>", got, err)
		}
	})
}

// answer serves one connection: first it hears all, then it answers.
func answer(ln net.Listener) {
	conn, err := ln.Accept()
	if err != nil {
		return
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(limit / 2)) // likewise; before the test gives up
	text, _ := io.ReadAll(conn)                     // an error comes with what was heard
	_, _ = io.WriteString(conn, "you said "+string(text))
}
