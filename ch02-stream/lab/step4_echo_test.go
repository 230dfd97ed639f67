package frames_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	frames "sockbook/ch02-stream/lab"
)

// echo runs Echo, with a bound of 1000 bytes, and gives its result.
func echo(conn frames.Conn) <-chan error {
	ended := make(chan error, 1)
	go func() { ended <- frames.Echo(conn, 1000) }()
	return ended
}

// result waits for the end of Echo.
func result(t *testing.T, ended <-chan error, input string) error {
	t.Helper()
	select {
	case err := <-ended:
		return err
	case <-time.After(limit):
		t.Fatalf("the peer has finished and Echo has not: no return in %v\ninput: %s", limit, input)
		return nil
	}
}

// say writes to the connection as the peer.
func say(t *testing.T, conn io.Writer, stream string) {
	t.Helper()
	if _, err := io.WriteString(conn, stream); err != nil {
		t.Fatalf("the connection ended under the peer's hands\ngot: %v", err)
	}
}

// finish half-closes as the peer.
func finish(t *testing.T, conn *net.TCPConn) {
	t.Helper()
	if err := conn.CloseWrite(); err != nil {
		t.Fatalf("the connection ended under the peer's hands\ngot: %v", err)
	}
}

// TestEchoAnswersAtOnce waits for each answer before it sends the next frame.
func TestEchoAnswersAtOnce(t *testing.T) {
	peer, subject := connect(t)
	ended := echo(subject)
	for _, payload := range []string{"a", "bc", "", "d"} {
		say(t, peer, wire(payload))
		got, err := receiveFrame(peer)
		if err == nil && got == payload {
			continue
		}
		shows := "an answer is due when a frame has come, not when the conversation ends"
		if payload == "" {
			shows = "an empty frame is a message like any other: it gets its answer, and the conversation goes on"
		}
		select {
		case err := <-ended:
			t.Fatalf("%s\ninput: %q\ngot: Echo returned %v\nwant: the frame back", shows, wire(payload), err)
		default:
			t.Fatalf("%s\ninput: %q\ngot: %s\nwant: the frame back", shows, wire(payload), came(got, err))
		}
	}
}

// TestEchoAnswersAfterHalfClose sends everything, half-closes, and only then
// reads.
func TestEchoAnswersAfterHalfClose(t *testing.T) {
	peer, subject := connect(t)
	ended := echo(subject)
	var payloads []string
	for i := range 200 {
		payloads = append(payloads, fmt.Sprint("message ", i))
	}
	say(t, peer, wire(payloads...))
	finish(t, peer)
	got := make([]string, 0, len(payloads))
	for range payloads {
		payload, err := receiveFrame(peer)
		if err != nil {
			t.Fatalf("a peer that half-closes still gets every answer, in order\ninput: %d frames, then CloseWrite\ngot: %s, then %v\nwant: the %d frames",
				len(payloads), list(got), timedOut(err), len(payloads))
		}
		got = append(got, payload)
	}
	if !slices.Equal(got, payloads) {
		t.Fatalf("a peer that half-closes still gets every answer, in order\ninput: %s, then CloseWrite\ngot: %s\nwant: the same, in this order",
			list(payloads), list(got))
	}
	if err := result(t, ended, "frames, then CloseWrite"); err != nil {
		t.Fatalf("a peer that half-closes between two frames has ended well\ninput: %d frames, then CloseWrite\ngot: %v\nwant: <nil>", len(payloads), err)
	}
}

// TestEchoHalfCloses half-closes and waits for the same from the other side.
func TestEchoHalfCloses(t *testing.T) {
	peer, subject := connect(t)
	ended := echo(subject)
	say(t, peer, wire("hello"))
	finish(t, peer)
	if err := result(t, ended, "one frame, then CloseWrite"); err != nil {
		t.Fatalf("a peer that half-closes between two frames has ended well\ninput: one frame, then CloseWrite\ngot: %v\nwant: <nil>", err)
	}
	if err := subject.SetReadDeadline(time.Time{}); errors.Is(err, net.ErrClosed) {
		t.Fatalf("the connection is its caller's to close: Echo ends one direction, with CloseWrite\ninput: one frame, then CloseWrite\ngot: a closed connection after Echo\nwant: an open one")
	}
	if _, err := receiveFrame(peer); err != nil {
		t.Fatalf("a peer that half-closes still gets every answer, in order\ninput: one frame, then CloseWrite\ngot: %v\nwant: \"hello\"", timedOut(err))
	}
	if _, err := receiveFrame(peer); err != io.EOF {
		t.Fatalf("only a half-close tells the peer that this was all: Echo returned and the peer still waits\ninput: one frame, then CloseWrite\ngot: %v\nwant: io.EOF",
			timedOut(err))
	}
	if err := result(t, echo(unclosable{connectEnded(t)}), "CloseWrite alone"); !errors.Is(err, errBroken) {
		t.Fatalf("a half-close can fail, and then the peer does not know that this was all: Echo's caller should hear of it\ninput: a connection whose CloseWrite fails with %q\ngot: %v\nwant: an error that wraps it", errBroken, err)
	}
}

// An unclosable connection cannot end its sending direction.
type unclosable struct{ *net.TCPConn }

func (unclosable) CloseWrite() error { return errBroken }

// connectEnded is a connection whose peer has said nothing, and half-closed.
func connectEnded(t *testing.T) *net.TCPConn {
	t.Helper()
	peer, subject := connect(t)
	finish(t, peer)
	return subject
}

// TestEchoReportsTheCut half-closes inside the second frame.
func TestEchoReportsTheCut(t *testing.T) {
	peer, subject := connect(t)
	ended := echo(subject)
	stream := wire("whole", "broken")
	stream = stream[:len(stream)-2]
	say(t, peer, stream)
	finish(t, peer)
	err := result(t, ended, fmt.Sprintf("%q, then CloseWrite", stream))
	var cut *frames.CutError
	if !errors.As(err, &cut) {
		t.Fatalf("a conversation that breaks off inside a frame has not ended well, and Echo's caller should hear where\ninput: %q, then CloseWrite\ngot: %v\nwant: a *CutError",
			stream, err)
	}
	if got, err := receiveFrame(peer); err != nil || got != "whole" {
		t.Fatalf("the frames before the cut were whole: they get their answers\ninput: %q, then CloseWrite\ngot: %s\nwant: \"whole\"",
			stream, came(got, err))
	}
}

// TestEchoStopsAtALie sends a frame past the bound between two good ones.
func TestEchoStopsAtALie(t *testing.T) {
	peer, subject := connect(t)
	ended := echo(subject)
	say(t, peer, wire("good", strings.Repeat("\x00", 1004), "after"))
	finish(t, peer)
	const input = "a frame of 4 bytes, one of 1004, one of 5; max 1000"
	err := result(t, ended, input)
	if !errors.Is(err, frames.ErrTooLarge) {
		t.Fatalf("after a length that is refused, nobody knows where the next frame begins: Echo cannot go on, and says so\ninput: %s\ngot: %v\nwant: %v",
			input, err, frames.ErrTooLarge)
	}
	if err := subject.CloseWrite(); errors.Is(err, net.ErrClosed) {
		t.Fatalf("a connection closed with bytes unread is reset, and answers on their way are lost: to close it is for Echo's caller\ninput: %s\ngot: a closed connection after Echo\nwant: an open one", input)
	}
	got, err := receiveAll(peer)
	if !slices.Equal(got, []string{"good"}) {
		t.Fatalf("after a length that is refused, nobody knows where the next frame begins: only what came before it is answered\ninput: %s\ngot: %s\nwant: \"good\", then io.EOF",
			input, ending(got, timedOut(err)))
	}
}

// TestEchoStopsAtOnce sends a prefix that lies, and nothing more.
func TestEchoStopsAtOnce(t *testing.T) {
	peer, subject := connect(t)
	ended := echo(subject)
	say(t, peer, "\x00\x00\x10\x00")
	const input = "a prefix that announces 4096 bytes, and then silence; max 1000"
	if err := result(t, ended, input); !errors.Is(err, frames.ErrTooLarge) {
		t.Fatalf("a length is refused when it is read: what it announces may never come\ninput: %s\ngot: %v\nwant: %v", input, err, frames.ErrTooLarge)
	}
	if err := peer.SetReadDeadline(time.Now().Add(100 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if _, err := peer.Read(make([]byte, 1)); err == io.EOF {
		t.Fatalf("a half-close says that all went well: after an error Echo does not say so\ninput: %s\ngot: a half-close\nwant: nothing", input)
	}
}

// TestEchoReportsAFailedAnswer gives Echo a connection that takes no answer.
func TestEchoReportsAFailedAnswer(t *testing.T) {
	ours, theirs := net.Pipe()
	defer ours.Close()
	defer theirs.Close()
	conn := &scripted{Reader: strings.NewReader(wire("one", "two", "three")), Conn: ours}
	err := result(t, echo(conn), "three frames, on a connection whose Write fails")
	if !errors.Is(err, errBroken) || conn.writes > 1 {
		t.Fatalf("an answer that cannot be sent ends the conversation, and Echo's caller should hear why\ninput: three frames, on a connection whose Write fails with %q\ngot: %v, after %d answers\nwant: an error that wraps it, after 1",
			errBroken, err, conn.writes)
	}
	quiet, other := net.Pipe()
	defer quiet.Close()
	defer other.Close()
	go func() { _, _ = io.WriteString(quiet, wire("one")) }() // and then silence
	const input = "one frame and then silence, on a connection whose Write fails"
	ended := echo(&scripted{Reader: other, Conn: other})
	select {
	case err = <-ended:
	case <-time.After(limit):
		err = fmt.Errorf("no return in %v", limit)
	}
	if !errors.Is(err, errBroken) {
		t.Fatalf("an answer that cannot be sent ends the conversation at once, not when the next frame comes\ninput: %s\ngot: %v\nwant: an error that wraps %q",
			input, err, errBroken)
	}
}
