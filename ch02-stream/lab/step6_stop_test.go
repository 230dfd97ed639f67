package frames_test

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	frames "sockbook/ch02-stream/lab"
)

// TestExchangeEndsWithItsContext has a server that falls silent, and ends the
// context while Exchange waits for it.
func TestExchangeEndsWithItsContext(t *testing.T) {
	server, client := connect(t)
	say(t, server, wire("one"))
	slow := &lingering{TCPConn: client}
	conn, reading, _ := watch(slow, len(wire("one")))
	why := errors.New("the caller has waited long enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	go func() {
		<-reading
		cancel(why)
	}()
	var got [][]byte
	var err error
	var running int32
	began := time.Now()
	const input = "two messages, to a server that answers one and falls silent; then ctx ends"
	within(t, "a context does not interrupt a Read: something must wake it when ctx ends\ninput: "+input, func() {
		got, err = frames.Exchange(ctx, conn, bytesOf([]string{"one", "two"}), 100)
		running = slow.reads.Load()
	})
	shows := ""
	switch {
	case errors.Is(client.SetDeadline(time.Time{}), net.ErrClosed):
		shows = "the connection is its caller's to close, also when ctx has ended: a deadline wakes a Read as well as Close does"
	case time.Since(began) > limit/2:
		shows = "as soon as ctx ends: something must wake the Read then, and not look now and then"
	case running > 0:
		shows = "a Read that was woken takes its time to return: Exchange returned before it did"
	case !errors.Is(err, why):
		shows = "what woke the Read is not why, and that ctx ended is not why it did: the reason is context.Cause(ctx)"
	case errors.Is(err, os.ErrDeadlineExceeded):
		shows = "the first thing that went wrong is the reason; that the Read was woken only follows from it"
	case !slices.Equal(stringsOf(got), []string{"one"}):
		shows = "the answers that came are worth having, error or not"
	default:
		return
	}
	t.Fatalf("%s\ninput: %s\ngot: %s; %v\nwant: \"one\"; an error that wraps %q", shows, input, list(stringsOf(got)), err, why)
}

// TestExchangeEndsWhileSending has a server that has said everything and reads
// nothing, and ends the context while a Write waits.
func TestExchangeEndsWhileSending(t *testing.T) {
	server, client := net.Pipe() // without buffers: a Write waits for its reader
	t.Cleanup(func() { _, _ = server.Close(), client.Close() })
	conn, _, writing := watch(finished{client, strings.NewReader(wire("one", "two"))}, 0)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-writing
		time.AfterFunc(50*time.Millisecond, cancel) // by then the answers have been read
	}()
	var err error
	const input = "a server that has answered everything, ended, and does not read; then ctx ends"
	within(t, "ctx counts until both directions are done: a Write can wait for ever as well as a Read\ninput: "+input, func() {
		_, err = frames.Exchange(ctx, conn, bytesOf([]string{"one", "two"}), 100)
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("with the answers there and the messages not sent, nothing has succeeded\ninput: %s\ngot: %v\nwant: %v", input, err, context.Canceled)
	}
}

// A finished connection brings what it was given and then the end; its writes
// go elsewhere.
type finished struct {
	net.Conn
	said io.Reader
}

func (f finished) Read(b []byte) (int, error) { return f.said.Read(b) }
func (finished) CloseWrite() error            { return nil }

// A lingering connection takes a while to return from a Read that fails.
type lingering struct {
	*net.TCPConn
	reads atomic.Int32 // under way
}

func (l *lingering) Read(b []byte) (int, error) {
	l.reads.Add(1)
	defer l.reads.Add(-1)
	n, err := l.TCPConn.Read(b)
	if err != nil {
		time.Sleep(100 * time.Millisecond)
	}
	return n, err
}

// A slow connection takes a while to set a deadline, though not longer than
// until Exchange has returned.
type slow struct {
	net.Conn
	setting  atomic.Int32 // calls under way
	returned chan struct{}
}

func (s *slow) SetDeadline(t time.Time) error      { return s.set(s.Conn.SetDeadline, t) }
func (s *slow) SetReadDeadline(t time.Time) error  { return s.set(s.Conn.SetReadDeadline, t) }
func (s *slow) SetWriteDeadline(t time.Time) error { return s.set(s.Conn.SetWriteDeadline, t) }

func (s *slow) set(deadline func(time.Time) error, t time.Time) error {
	s.setting.Add(1)
	defer s.setting.Add(-1)
	err := deadline(t)
	select {
	case <-s.returned:
	case <-time.After(300 * time.Millisecond):
	}
	return err
}

// standing finds a line of the code under test where a goroutine stands, such
// as client.go:34; "" if there is none.
func standing() string {
	stacks := make([]byte, 1<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	if m := ours.FindSubmatch(stacks); m != nil {
		return string(m[1])
	}
	return ""
}

// ours is the function of a traceback that is not of these tests, with its file
// and line below it.
var ours = regexp.MustCompile(`(?m)^(?:created by )?` + regexp.QuoteMeta(reflect.TypeFor[frames.CutError]().PkgPath()) + `\.[^\n]*\n\t(?:[^\n]*[/\\])?([^/\\\n]+\.go:\d+)`)

// expectNobody fails if a goroutine of Exchange's stays behind. One that has
// done its work may need a moment to end.
func expectNobody(t *testing.T, input string) {
	t.Helper()
	for began := time.Now(); standing() != ""; time.Sleep(5 * time.Millisecond) {
		if time.Since(began) > limit/2 {
			t.Fatalf("a goroutine does not end with the function that started it, and one that waits for ctx stays as long as ctx does: tell it when Exchange is done\ninput: %s\ngot: one that stands at %s after Exchange\nwant: none",
				input, standing())
		}
	}
}

// TestExchangeLeavesNothingBehind looks for what stays of a conversation that
// ended well. Then it has a connection that fails to receive while nobody reads
// what it sends, and looks for a Write that still waits, and for a wake-up that
// still runs.
func TestExchangeLeavesNothingBehind(t *testing.T) {
	const plain = "one message, to a server that answers it"
	if got, err := exchange(t, "with every answer there, and the end of the stream, nothing is left to wait for\ninput: "+plain, []string{"one"}, answerAll); err != nil || len(got) != 1 {
		t.Fatalf("a plain conversation does not end well\ninput: %s\ngot: %s; %v\nwant: \"one\"; <nil>", plain, list(got), err)
	}
	expectNobody(t, plain)
	server, client := net.Pipe() // without buffers: a Write waits for its reader
	t.Cleanup(func() { _, _ = server.Close(), client.Close() })
	clock := &slow{Conn: client, returned: make(chan struct{})}
	conn, _, writing := watch(deaf{clock}, 0)
	conn.reading = func() { <-writing }
	var err error
	var setting int32
	const input = "a connection whose Read fails while its Write waits"
	within(t, "no one reads what the sender still writes: the receiving failed, and the sending was not told\ninput: "+input, func() {
		_, err = frames.Exchange(t.Context(), conn, bytesOf([]string{"one", "two"}), 100)
		setting = clock.setting.Load()
		close(clock.returned)
	})
	if !errors.Is(err, errBroken) {
		t.Fatalf("two directions can fail in two ways: the receiving failed first, and Exchange does not say so\ninput: %s\ngot: %v\nwant: an error that wraps %q",
			input, err, errBroken)
	}
	if n := conn.writes.Load(); n > 0 {
		t.Fatalf("a goroutine does not end with the function that started it: Exchange returned while a Write was under way\ninput: %s\ngot: Writes that still wait: %d\nwant: 0",
			input, n)
	}
	if setting > 0 {
		t.Fatalf("what a context has set off runs in a goroutine of its own, and stop does not wait for it (context.AfterFunc): Exchange returned while its wake-up was still at work on conn\ninput: %s\ngot: calls that still set a deadline: %d\nwant: 0",
			input, setting)
	}
}
