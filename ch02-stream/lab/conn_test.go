package frames_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	frames "sockbook/ch02-stream/lab"
)

// limit is how long a test waits for what should come at once.
const limit = 4 * time.Second

// connect makes a TCP connection over loopback, closed when the test ends.
// What the test itself does with peer fails after limit.
func connect(t *testing.T) (peer, subject *net.TCPConn) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		ln, err = net.Listen("tcp", "[::1]:0")
	}
	if err != nil {
		t.Fatal("this machine has no loopback network:", err)
	}
	defer ln.Close()
	dialled, err := net.Dial("tcp", ln.Addr().String())
	if err != nil {
		t.Fatal("this machine has no loopback network:", err)
	}
	accepted, err := ln.Accept()
	if err != nil {
		t.Fatal("this machine has no loopback network:", err)
	}
	peer, subject = dialled.(*net.TCPConn), accepted.(*net.TCPConn)
	t.Cleanup(func() { _, _ = peer.Close(), subject.Close() }) // a test may have closed them
	if err := peer.SetDeadline(time.Now().Add(limit)); err != nil {
		t.Fatal(err)
	}
	return peer, subject
}

// within fails with what it shows if f does not return.
func within(t *testing.T, shows string, f func()) {
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

// receiveFrame reads one frame without the code under test.
func receiveFrame(r io.Reader) (string, error) {
	prefix := make([]byte, 4)
	if _, err := io.ReadFull(r, prefix); err != nil {
		return "", err
	}
	size := binary.BigEndian.Uint32(prefix)
	if size > 1<<20 {
		return "", fmt.Errorf("a frame of %d bytes", size)
	}
	payload := make([]byte, size)
	if _, err := io.ReadFull(r, payload); err != nil {
		return "", fmt.Errorf("inside a frame: %w", err)
	}
	return string(payload), nil
}

// receiveAll reads frames until the stream ends.
func receiveAll(r io.Reader) ([]string, error) {
	var got []string
	for {
		payload, err := receiveFrame(r)
		if err != nil {
			return got, err
		}
		got = append(got, payload)
	}
}

// A choppy connection brings a few bytes at a time.
type choppy struct {
	*net.TCPConn
	mu  *sync.Mutex
	rnd *rand.Rand
}

func (c choppy) Read(b []byte) (int, error) {
	c.mu.Lock()
	n := 1 + c.rnd.IntN(64)
	c.mu.Unlock()
	return c.TCPConn.Read(b[:min(n, len(b))])
}

var _ frames.Conn = choppy{}

// A scripted connection brings what is written in it, and its Write fails.
type scripted struct {
	io.Reader
	net.Conn // for the methods that are not below; nobody is at the other end
	writes   int
}

func (c *scripted) Read(b []byte) (int, error) { return c.Reader.Read(b) }

func (c *scripted) Write([]byte) (int, error) {
	c.writes++
	return 0, errBroken
}

func (c *scripted) CloseWrite() error { return nil }

// A watched connection tells when a Read begins after the first due bytes, when
// the first Write begins, and how many Writes are under way.
type watched struct {
	frames.Conn
	due              atomic.Int64
	writes           atomic.Int64
	reading, writing func() // called each time
}

func watch(conn frames.Conn, due int) (c *watched, reading, writing <-chan struct{}) {
	r, w := make(chan struct{}), make(chan struct{})
	c = &watched{
		Conn:    conn,
		reading: sync.OnceFunc(func() { close(r) }),
		writing: sync.OnceFunc(func() { close(w) }),
	}
	c.due.Store(int64(due))
	return c, r, w
}

func (c *watched) Read(b []byte) (int, error) {
	if c.due.Load() <= 0 {
		c.reading()
	}
	n, err := c.Conn.Read(b)
	c.due.Add(int64(-n))
	return n, err
}

func (c *watched) Write(b []byte) (int, error) {
	c.writes.Add(1)
	defer c.writes.Add(-1)
	c.writing()
	return c.Conn.Write(b)
}

// A deaf connection is one whose Read fails.
type deaf struct{ net.Conn }

func (deaf) Read([]byte) (int, error) { return 0, errBroken }

func (deaf) CloseWrite() error { return nil }

// came is what the peer has received.
func came(payload string, err error) string {
	if err != nil {
		return timedOut(err).Error()
	}
	return short(payload)
}

// timedOut says what it means for the peer that a deadline has passed.
func timedOut(err error) error {
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return fmt.Errorf("nothing came in %v", limit)
	}
	return err
}
