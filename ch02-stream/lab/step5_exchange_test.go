package frames_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	frames "sockbook/ch02-stream/lab"
)

// answerOne answers one frame. At the end of the stream it reports io.EOF.
func answerOne(conn *net.TCPConn) error {
	payload, err := receiveFrame(conn)
	if err != nil {
		return err
	}
	_, err = io.WriteString(conn, wire(payload))
	return err
}

// answerAll answers each frame at once, until the client has finished.
func answerAll(conn *net.TCPConn) error {
	for {
		err := answerOne(conn)
		if err == io.EOF {
			return conn.CloseWrite()
		}
		if err != nil {
			return err
		}
	}
}

// exchange runs Exchange with a bound of 64 KiB, against a server that does
// what serve does, and fails with what it shows if that takes too long.
func exchange(t *testing.T, shows string, messages []string, serve func(*net.TCPConn) error) ([]string, error) {
	t.Helper()
	server, client := connect(t)
	for _, conn := range []*net.TCPConn{server, client} {
		// Small buffers fill up on every system alike.
		if err := errors.Join(conn.SetReadBuffer(128<<10), conn.SetWriteBuffer(128<<10)); err != nil {
			t.Fatal(err)
		}
	}
	go func() { _ = serve(server) }() // how it ended shows in what the client got
	sent := bytesOf(messages)
	var answers [][]byte
	var err error
	within(t, shows, func() {
		answers, err = frames.Exchange(t.Context(), client, sent, 64<<10)
	})
	if now := stringsOf(sent); !slices.Equal(now, messages) {
		t.Fatalf("the messages are their caller's, who may send them again: Exchange only reads them\ngot: %s after Exchange\nwant: %s, as before", list(now), list(messages))
	}
	if err == nil && errors.Is(client.SetReadDeadline(time.Time{}), net.ErrClosed) {
		t.Fatalf("the connection is its caller's to close: Exchange ends one direction, with CloseWrite\ngot: a closed connection after Exchange\nwant: an open one")
	}
	return stringsOf(answers), err
}

// because is what an unexpected error shows, if not what the test is about.
func because(err error, shows string) string {
	if errors.Is(err, net.ErrClosed) {
		return "to finish sending is not to stop listening: that is CloseWrite, and Close is both"
	}
	return shows
}

func bytesOf(messages []string) [][]byte {
	all := make([][]byte, len(messages))
	for i, m := range messages {
		all[i] = []byte(m)
	}
	return all
}

func stringsOf(answers [][]byte) []string {
	var all []string
	for _, a := range answers {
		all = append(all, string(a))
	}
	return all
}

// TestExchangeInOrder sends some, many and no messages to a server that answers
// each at once.
func TestExchangeInOrder(t *testing.T) {
	var many []string
	for i := range 300 {
		many = append(many, strings.Repeat("x", i%7)+fmt.Sprint(i))
	}
	for _, messages := range [][]string{{"hello"}, {"", "a", ""}, many, nil} {
		input := fmt.Sprintf("%s, to a server that answers each at once", list(messages))
		got, err := exchange(t, "with every answer there, and the end of the stream, nothing is left to wait for\ninput: "+input, messages, answerAll)
		if err != nil || !slices.Equal(got, messages) {
			t.Fatalf("%s\ninput: %s\ngot: %s; %v\nwant: the same, in this order; <nil>",
				because(err, "the answers are those to the messages, in the order of the messages"), input, list(got), err)
		}
	}
}

// TestExchangeHalfCloses has a server that answers only when it has heard
// everything.
func TestExchangeHalfCloses(t *testing.T) {
	messages := slices.Repeat([]string{"one", "two", "three"}, 300)
	const input = "900 messages, to a server that answers when it has heard the end of the stream"
	got, err := exchange(t, "a server may need the end of your stream to begin its answer: it waits for that, and Exchange for the answer\ninput: "+input,
		messages, func(conn *net.TCPConn) error {
			heard, err := receiveAll(conn)
			if err != io.EOF {
				return err
			}
			if _, err := io.WriteString(conn, wire(heard...)); err != nil {
				return err
			}
			return conn.CloseWrite()
		})
	if err != nil || len(got) != len(messages) {
		t.Fatalf("%s\ninput: %s\ngot: %s; %v\nwant: %s; <nil>",
			because(err, "a half-close ends one direction: the answers still come, in the other"), input, list(got), err, list(messages))
	}
	expectHalfCloseReported(t)
}

// expectHalfCloseReported has a connection that cannot half-close, and a server
// that has ended all the same.
func expectHalfCloseReported(t *testing.T) {
	t.Helper()
	const input = "no message, on a connection whose CloseWrite fails"
	subject := connectEnded(t)
	var err error
	within(t, "after the end of the stream nothing will come: Exchange waits for it\ninput: "+input, func() {
		_, err = frames.Exchange(t.Context(), unclosable{subject}, nil, 10)
	})
	if !errors.Is(err, errBroken) {
		t.Fatalf("a half-close can fail, and then the server does not know that this was all: Exchange's caller should hear of it\ninput: %s\ngot: %v\nwant: an error that wraps %q",
			input, err, errBroken)
	}
}

// TestExchangeReadsWhileItWrites sends more than all buffers between the two
// can hold, to a server that answers as it reads.
func TestExchangeReadsWhileItWrites(t *testing.T) {
	messages := slices.Repeat([]string{strings.Repeat("x", 32<<10)}, 128)
	const input = "128 messages of 32 KiB, to a server that answers each at once"
	got, err := exchange(t, "the buffers between two programs are finite: Exchange writes and does not read, so the server's Write waits, and its reading with it\ninput: "+input,
		messages, answerAll)
	if err != nil || len(got) != len(messages) {
		t.Fatalf("%s\ninput: %s\ngot: %d answers; %v\nwant: 128 answers; <nil>",
			because(err, "what the buffers do not hold must come all the same"), input, len(got), err)
	}
}

// TestExchangeMissingAnswers has a server that ends before the last answer.
func TestExchangeMissingAnswers(t *testing.T) {
	const input = "three messages, to a server that answers two and then ends"
	got, err := exchange(t, "after the end of the stream nothing will come: Exchange waits for it\ninput: "+input,
		[]string{"one", "two", "three"}, func(conn *net.TCPConn) error {
			for range 2 {
				if err := answerOne(conn); err != nil {
					return err
				}
			}
			return conn.CloseWrite()
		})
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatalf("%s\ninput: %s\ngot: %s; %v\nwant: %v",
			because(err, "an end of the stream is clean for the stream, not for one who still waits for an answer"),
			input, list(got), err, io.ErrUnexpectedEOF)
	}
	cut, err := exchange(t, "after the end of the stream nothing will come: Exchange waits for it", []string{"one"}, func(conn *net.TCPConn) error {
		if err := answerOne(conn); err != nil {
			return err
		}
		if _, err := io.WriteString(conn, "\x00\x00"); err != nil {
			return err
		}
		return conn.CloseWrite()
	})
	if where := (*frames.CutError)(nil); !errors.As(err, &where) || len(cut) != 1 {
		t.Fatalf("behind the last answer only an end is an end: the stream broke off inside a frame\ninput: one message, to a server that answers, sends two bytes more and ends\ngot: %s; %v\nwant: \"one\"; a *CutError",
			list(cut), err)
	}
	if len(got) != 2 {
		t.Fatalf("the answers that came are worth having, error or not\ninput: %s\ngot: %s; %v\nwant: \"one\" \"two\"", input, list(got), err)
	}
}

// TestExchangeUnaskedAnswers has a server that says more than it was asked.
func TestExchangeUnaskedAnswers(t *testing.T) {
	const input = "two messages, to a server that answers three times"
	got, err := exchange(t, "with more answers than messages nothing is left to wait for\ninput: "+input,
		[]string{"one", "two"}, func(conn *net.TCPConn) error {
			for range 2 {
				if err := answerOne(conn); err != nil {
					return err
				}
			}
			if _, err := io.WriteString(conn, wire("three")); err != nil {
				return err
			}
			return conn.CloseWrite()
		})
	if err == nil {
		t.Fatalf("what comes is the server's choice, not the client's: more answers than messages are an error\ninput: %s\ngot: %s; <nil>\nwant: an error",
			input, list(got))
	}
	if len(got) != 2 {
		t.Fatalf("%s\ninput: %s\ngot: %s; %v\nwant: \"one\" \"two\"",
			because(err, "what comes is the server's choice: keep as many answers as there are messages, and no more"), input, list(got), err)
	}
}

// TestExchangeAnswerTooLarge has a server that answers with more than the bound
// allows, and one that says one frame too many and falls silent.
func TestExchangeAnswerTooLarge(t *testing.T) {
	for _, c := range []struct{ shows, input, stream, want string }{
		{"the bound is for what comes as well as for what goes", "an answer of 5 bytes and one of 11; max 10", wire("hello", "hello worlds"[:11]), "\"hello\"; frame too large"},
		{"what was not asked for is an error when it comes, and not when the stream ends", "two answers to one message, and then silence", wire("hello", "again"), "\"hello\"; an error"},
	} {
		server, client := connect(t)
		say(t, server, c.stream)
		messages := []string{"hello", "hello"}[:1+strings.Count(c.want, "large")]
		var got [][]byte
		var err error
		within(t, c.shows+"\ninput: "+c.input, func() {
			got, err = frames.Exchange(t.Context(), client, bytesOf(messages), 10)
		})
		tooLarge := len(messages) == 1 || errors.Is(err, frames.ErrTooLarge)
		if err == nil || !tooLarge || !slices.Equal(stringsOf(got), []string{"hello"}) {
			t.Fatalf("%s\ninput: %s\ngot: %s; %v\nwant: %s", c.shows, c.input, list(stringsOf(got)), err, c.want)
		}
	}
}

// TestExchangeMessageTooLarge has a message past the bound.
func TestExchangeMessageTooLarge(t *testing.T) {
	const input = "a message of 1 byte, one of 65537, one of 1; max 65536"
	heard := make(chan error, 1)
	_, err := exchange(t, "no answer comes to what was never sent: the sending failed, and the receiving was not told\ninput: "+input,
		[]string{"a", strings.Repeat("x", 64<<10+1), "b"}, func(conn *net.TCPConn) error {
			defer close(heard)
			if err := answerOne(conn); err != nil {
				return err
			}
			if err := conn.SetReadDeadline(time.Now().Add(200 * time.Millisecond)); err != nil {
				return err
			}
			heard <- answerOne(conn)
			return nil
		})
	if !errors.Is(err, frames.ErrTooLarge) {
		t.Fatalf("two directions can fail in two ways: the sending failed first, and Exchange does not say so\ninput: %s\ngot: %v\nwant: %v",
			input, err, frames.ErrTooLarge)
	}
	if err := <-heard; err == io.EOF {
		t.Fatalf("a half-close says that this was all: after a failure the server must not take what it heard for everything\ninput: %s\ngot: a half-close\nwant: nothing", input)
	}
}

// TestEchoAndExchange lets the two talk to each other over TCP, while each gets
// a few bytes at a time. FRAMES_SEED repeats a failure, as above.
func TestEchoAndExchange(t *testing.T) {
	seed, rnd := random()
	messages := make([]string, 60)
	for i := range messages {
		messages[i] = randomPayload(rnd)
	}
	one, other := connect(t)
	lock := new(sync.Mutex)
	ended := make(chan error, 1)
	go func() { ended <- frames.Echo(choppy{one, lock, rnd}, 4096) }()
	input := fmt.Sprintf("60 messages, a few bytes at each Read, FRAMES_SEED=%d", seed)
	var got [][]byte
	var err error
	within(t, "your two halves wait for each other\ninput: "+input, func() {
		got, err = frames.Exchange(t.Context(), choppy{other, lock, rnd}, bytesOf(messages), 4096)
	})
	if err != nil || !slices.Equal(stringsOf(got), messages) {
		t.Fatalf("where a Read brings only some bytes, your two halves do not agree on what was said\ninput: %s\ngot: %s; %v\nwant: %s; <nil>",
			input, list(stringsOf(got)), err, list(messages))
	}
	if err := result(t, ended, input); err != nil {
		t.Fatalf("your two halves do not agree on how a conversation ends\ninput: %s\ngot: Echo returned %v\nwant: <nil>", input, err)
	}
}
