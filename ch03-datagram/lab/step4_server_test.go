package reliable_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"testing"
	"time"

	reliable "sockbook/ch03-datagram/lab"
)

// A counter is a handler that counts.
type counter struct{ asked []string }

func (c *counter) handle(q []byte) []byte {
	c.asked = append(c.asked, string(q))
	return fmt.Appendf(nil, "%s, %d", q, len(c.asked))
}

// reply asks a server directly, without a network.
func reply(s *reliable.Server, client string, number uint32, question string) string {
	d := s.Reply(client, wire(reliable.Question, number, question))
	if d == nil {
		return "nothing"
	}
	m, err := reliable.Decode(d)
	if err != nil || m.Kind != reliable.Answer || m.Number != number {
		return fmt.Sprintf("%s, which is no answer to number %d", dump(d), number)
	}
	return string(m.Payload)
}

// TestReply asks three questions.
func TestReply(t *testing.T) {
	var c counter
	s := reliable.NewServer(c.handle)
	for i, want := range []string{"pay, 1", "pay, 2", "pay, 3"} {
		if got := reply(s, "a", uint32(i), "pay"); got != want {
			t.Fatalf("a question with a new number is a new question, the same words or not\ninput: question %d of a client, \"pay\"\ngot: %s\nwant: %s", i, got, want)
		}
	}
}

// TestReplyOnce has a question arrive again and again.
func TestReplyOnce(t *testing.T) {
	var c counter
	s := reliable.NewServer(c.handle)
	for i := range 3 {
		if got := reply(s, "a", 7, "pay"); got != "pay, 1" {
			t.Fatalf("the question has arrived before, and its answer got lost: it is answered again, and not executed again\ninput: number 7, \"pay\", the %d. time\ngot: %s\nwant: pay, 1", i+1, got)
		}
	}
	if len(c.asked) != 1 {
		t.Fatalf("a question that arrives three times is one question\ngot: executed %d times\nwant: 1", len(c.asked))
	}
}

// TestReplyNotToOldOnes has a question arrive after the client's next one.
func TestReplyNotToOldOnes(t *testing.T) {
	var c counter
	s := reliable.NewServer(c.handle)
	reply(s, "a", 7, "pay")
	reply(s, "a", 8, "balance")
	if got := reply(s, "a", 7, "pay"); got != "nothing" || len(c.asked) != 2 {
		t.Fatalf("a copy that was late is from a client that has gone on: it is neither executed nor answered\ninput: numbers 7, 8, and 7 again\ngot: %s, executed %d\nwant: nothing, executed 2", got, len(c.asked))
	}
	if got := reply(s, "a", 8, "balance"); got != "balance, 2" {
		t.Fatalf("an old copy must not make the server forget the last question\ninput: numbers 7, 8, 7, and 8 again\ngot: %s\nwant: balance, 2", got)
	}
}

// TestReplyRound has numbers go round.
func TestReplyRound(t *testing.T) {
	var c counter
	s := reliable.NewServer(c.handle)
	for i, number := range []uint32{0xFFFFFFFE, 0xFFFFFFFF, 0, 1} {
		want := fmt.Sprintf("pay, %d", i+1)
		if got := reply(s, "a", number, "pay"); got != want {
			t.Fatalf("after 4294967295 comes 0, and it is newer: numbers are compared by their distance (RFC 1982)\ninput: number %d after %d\ngot: %s\nwant: %s", number, number-1, got, want)
		}
	}
	if got := reply(s, "a", 0xFFFFFFFF, "pay"); got != "nothing" {
		t.Fatalf("before 1 came 4294967295, and it is older\ninput: 4294967295 after 1\ngot: %s\nwant: nothing", got)
	}
}

// TestReplyApart has two clients with the same numbers.
func TestReplyApart(t *testing.T) {
	var c counter
	s := reliable.NewServer(c.handle)
	for i, client := range []string{"10.0.0.1:5000", "10.0.0.1:5001", "10.0.0.2:5000"} {
		want := fmt.Sprintf("pay, %d", i+1)
		if got := reply(s, client, 7, "pay"); got != want {
			t.Fatalf("each client numbers its own questions: who asks is the address, port and all\ninput: number 7 from %s\ngot: %s\nwant: %s", client, got, want)
		}
	}
}

// TestReplyForgets has more clients than the server may remember.
func TestReplyForgets(t *testing.T) {
	var c counter
	s := reliable.NewServer(c.handle)
	reply(s, "first", 7, "pay")
	reply(s, "second", 7, "pay")
	for i := range reliable.MaxClients - 2 {
		reply(s, fmt.Sprint("flood ", i), 1, "")
	}
	reply(s, "first", 7, "pay") // heard again: "second" is the one that is silent
	before := len(c.asked)
	reply(s, "one more", 1, "")
	if got := reply(s, "first", 7, "pay"); got != "pay, 1" {
		t.Fatalf("the client to be forgotten is the one that has been silent longest, and this one was heard just now\ninput: a full memory, a client that asks again, a new client, and that one again\ngot: %s\nwant: pay, 1", got)
	}
	if reply(s, "second", 7, "pay"); len(c.asked) != before+2 {
		t.Fatalf("addresses can be forged, and there is no end of them: for a new client the server forgets who has been silent longest\ninput: %d clients and one more, then the one that was silent\ngot: executed %d questions more\nwant: 2, the new client's and the forgotten one's", reliable.MaxClients, len(c.asked)-before)
	}
}

// TestReplyPassesOver sends the server what is no question.
func TestReplyPassesOver(t *testing.T) {
	var c counter
	s := reliable.NewServer(c.handle)
	for what, d := range map[string][]byte{
		"an answer": wire(reliable.Answer, 7, "hello"), "a cut question": wire(reliable.Question, 7, "hello")[:10],
		"a foreign one": []byte("GET / HTTP/1.0\r\n\r\n"), "nothing": {},
	} {
		if got := s.Reply("a", d); got != nil || len(c.asked) > 0 {
			t.Fatalf("what is no question gets no answer: two servers that answer answers would never end\ninput: %s\ngot: %s, executed %d\nwant: nothing", what, dump(got), len(c.asked))
		}
	}
}

// serve runs a server at the host "s" of a network.
func serve(ctx context.Context, n *network, handle func([]byte) []byte) (*host, <-chan error) {
	h := n.host("s", "")
	done := make(chan error, 1)
	go func() { done <- reliable.NewServer(handle).Serve(ctx, h) }()
	return h, done
}

// TestServe has two hosts ask one server, which is told of refusals in between.
func TestServe(t *testing.T) {
	bubble(t, func(t *testing.T) {
		n := &network{}
		var c counter
		ctx, stop := context.WithCancel(t.Context())
		_, done := serve(ctx, n, c.handle)
		for i, name := range []string{"a", "b"} {
			h := n.host(name, "s")
			_, _ = h.Write(wire(reliable.Question, 7, "pay"))
			_ = h.SetReadDeadline(time.Now().Add(time.Second))
			buf := make([]byte, 2000)
			size, err := h.Read(buf)
			want := wire(reliable.Answer, 7, fmt.Sprintf("pay, %d", i+1))
			if err != nil || !bytes.Equal(buf[:size], want) {
				t.Fatalf("the answer goes to whoever asked, and an error of ReadFrom is about an earlier datagram: the server goes on\ninput: a question from host %s\ngot: %s, %v\nwant: %s, <nil>", name, dump(buf[:size]), err, dump(want))
			}
			n.deliver("s", packet{err: errRefused})
		}
		stop()
		if err := <-done; err != nil {
			t.Fatalf("that ctx has ended is how a server is stopped, and no failure\ngot: %v\nwant: <nil>", err)
		}
	})
}

// TestServeClosed closes the server's socket.
func TestServeClosed(t *testing.T) {
	bubble(t, func(t *testing.T) {
		h, done := serve(t.Context(), &network{}, func(q []byte) []byte { return q })
		_ = h.Close()
		if err := <-done; !errors.Is(err, net.ErrClosed) {
			t.Fatalf("a closed socket will never receive again: to go on would be a loop\ngot: %v\nwant: %v", err, net.ErrClosed)
		}
	})
}
