package reliable_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"slices"
	"testing"
	"time"

	reliable "sockbook/ch03-datagram/lab"
)

// lossy loses what the client "c" sends first, so many datagrams, and notes when
// it sent each.
func lossy(lost int) (*network, *times) {
	r := record()
	n := &network{}
	n.fate = func(_ int, from string, _ []byte) []time.Duration {
		if from != "c" {
			return []time.Duration{10 * ms}
		}
		r.note()
		if len(r.sent) <= lost {
			return nil
		}
		return []time.Duration{10 * ms}
	}
	return n, r
}

// client is one of the code under test at the host "c", whose peer is "s".
func client(t *testing.T, n *network, first uint32) (*reliable.Client, *host) {
	h := n.host("c", "s")
	t.Cleanup(func() { _ = h.Close() })
	return reliable.NewClient(h, first), h
}

// TestAsk asks two questions of a server that answers, over a network that loses
// nothing.
func TestAsk(t *testing.T) {
	bubble(t, func(t *testing.T) {
		n, r := lossy(0)
		answering(t, n)
		c, _ := client(t, n, 1)
		for _, q := range []string{"one", "two"} {
			got := ask(t.Context(), c, q)
			if got.answer != "re: "+q || got.err != nil || got.after != 20*ms {
				t.Fatalf("a network that loses nothing needs nothing but the question and its answer\ninput: %q, 10ms each way\ngot: %v\nwant: %q, <nil>, after 20ms", q, got, "re: "+q)
			}
		}
		if len(r.sent) != 2 {
			t.Fatalf("nothing was lost, and so nothing is to be sent again\ninput: two questions\ngot: %d datagrams", len(r.sent))
		}
	})
}

// TestNumbers looks at the datagrams themselves.
func TestNumbers(t *testing.T) {
	bubble(t, func(t *testing.T) {
		n := &network{}
		var sent [][]byte
		n.fate = func(_ int, from string, d []byte) []time.Duration {
			if from != "c" {
				return []time.Duration{0}
			}
			if sent = append(sent, d); len(sent) == 1 {
				return nil
			}
			return []time.Duration{0}
		}
		answering(t, n)
		c, _ := client(t, n, 0xFFFFFFFF)
		_, _ = ask(t.Context(), c, "one"), ask(t.Context(), c, "two")
		want := [][]byte{wire(1, 0xFFFFFFFF, "one"), wire(1, 0xFFFFFFFF, "one"), wire(1, 0, "two")}
		for i, w := range want {
			if i >= len(sent) || !bytes.Equal(sent[i], w) {
				got := "nothing"
				if i < len(sent) {
					got = dump(sent[i])
				}
				t.Fatalf("a question that is sent again is the same question, with the same number; the next one has the next number, and after the last comes 0\ninput: first 4294967295; \"one\", which is lost once, then \"two\"; datagram %d\ngot: %s\nwant: %s", i+1, got, dump(w))
			}
		}
	})
}

// TestAskBacksOff loses the first datagrams and looks at the times.
func TestAskBacksOff(t *testing.T) {
	bubble(t, func(t *testing.T) {
		n, r := lossy(3)
		answering(t, n)
		c, _ := client(t, n, 1)
		got := ask(t.Context(), c, "hello")
		want := []time.Duration{0, time.Second, 3 * time.Second, 7 * time.Second}
		if got.answer != "re: hello" || !slices.Equal(r.sent, want) {
			t.Fatalf("what gets lost is sent again, after a wait that doubles each time\ninput: the first three datagrams are lost\ngot: %v; sent at %v\nwant: \"re: hello\"; sent at %v", got, r.sent, want)
		}
	})
}

// TestAskGivesUp has no server at all.
func TestAskGivesUp(t *testing.T) {
	bubble(t, func(t *testing.T) {
		n, r := lossy(1000)
		c, _ := client(t, n, 1)
		got := ask(t.Context(), c, "hello")
		// 1, 2, 4, 8, 16, 32, 60 and 60 seconds.
		if !errors.Is(got.err, reliable.ErrNoAnswer) || len(r.sent) != reliable.Attempts || got.after != 183*time.Second {
			t.Fatalf("after the last attempt it waits once more, for the answer to that, and then it is over\ninput: a network that loses everything\ngot: %v; %d datagrams sent\nwant: \"\", %v, after 3m3s; %d datagrams", got, len(r.sent), reliable.ErrNoAnswer, reliable.Attempts)
		}
	})
}

// TestAskLearns asks often, and then loses one: how long does it wait?
func TestAskLearns(t *testing.T) {
	bubble(t, func(t *testing.T) {
		lose := false
		var waits []time.Time
		n := &network{fate: func(_ int, from string, _ []byte) []time.Duration {
			if from == "c" && lose {
				if waits = append(waits, time.Now()); len(waits) == 1 {
					return nil
				}
			}
			return []time.Duration{50 * ms}
		}}
		answering(t, n)
		c, _ := client(t, n, 1)
		for range 50 {
			ask(t.Context(), c, "hello")
		}
		lose = true
		ask(t.Context(), c, "lost")
		if len(waits) != 2 || waits[1].Sub(waits[0]) != reliable.MinTimeout {
			var got time.Duration
			if len(waits) > 1 {
				got = waits[1].Sub(waits[0])
			}
			t.Fatalf("the client measures its round trips: on a fast network it asks again soon\ninput: 50 round trips of 100ms, then a loss\ngot: asked again after %v\nwant: after %v", got, reliable.MinTimeout)
		}
	})
}

// TestKarn answers a question late, so that it is sent twice, and then loses one.
func TestKarn(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var sent []time.Time
		n := &network{}
		n.fate = func(_ int, from string, _ []byte) []time.Duration {
			if from != "c" {
				return []time.Duration{5 * ms}
			}
			sent = append(sent, time.Now())
			switch len(sent) {
			case 1: // arrives after it has been sent again
				return []time.Duration{1010 * ms}
			case 3:
				return nil
			}
			return []time.Duration{5 * ms}
		}
		answering(t, n)
		c, _ := client(t, n, 1)
		ask(t.Context(), c, "late")
		ask(t.Context(), c, "lost")
		if len(sent) != 4 || sent[3].Sub(sent[2]) != 2*time.Second {
			var got time.Duration
			if len(sent) > 3 {
				got = sent[3].Sub(sent[2])
			}
			t.Fatalf("a question that was sent twice measures nothing, for nobody knows which one was answered; and the wait stays as long as it has become, until something is measured (Karn)\ninput: the first question takes longer than its timeout of 1s, the second is lost\ngot: the second is sent again after %v\nwant: after 2s", got)
		}
	})
}

// TestAskPassesOver sends the client everything but its answer, and then that.
func TestAskPassesOver(t *testing.T) {
	bubble(t, func(t *testing.T) {
		n, r := lossy(1000)
		c, _ := client(t, n, 7)
		for i, d := range [][]byte{
			wire(reliable.Answer, 6, "to the question before"),
			wire(reliable.Answer, 8, "to a later one"),
			wire(reliable.Question, 7, "no answer at all"),
			wire(reliable.Answer, 7, "cut")[:10],
			[]byte("hello, who are you?"), {},
			append(wire(reliable.Answer, 7, string(make([]byte, reliable.MaxPayload))), "and more"...),
		} {
			time.AfterFunc(time.Duration(i+1)*100*ms, func() { n.deliver("c", packet{from: "s", data: d}) })
		}
		time.AfterFunc(1500*ms, func() { n.deliver("c", packet{from: "s", data: wire(reliable.Answer, 7, "right")}) })
		got := ask(t.Context(), c, "hello")
		want := []time.Duration{0, time.Second}
		if got.answer != "right" || got.err != nil || got.after != 1500*ms || !slices.Equal(r.sent, want) {
			t.Fatalf("what is no answer to this question is passed over, and prolongs no wait\ninput: seven datagrams that are none, one each 100ms; after 1.5s the answer\ngot: %v; sent at %v\nwant: \"right\", <nil>, after 1.5s; sent at %v", got, r.sent, want)
		}
	})
}

// TestAskAfterRefusals lets the network say that an earlier datagram was refused.
func TestAskAfterRefusals(t *testing.T) {
	bubble(t, func(t *testing.T) {
		n, r := lossy(1000)
		c, _ := client(t, n, 7)
		for i := range 3 {
			time.AfterFunc(time.Duration(i+1)*50*ms, func() { n.deliver("c", packet{err: errRefused}) })
		}
		time.AfterFunc(1500*ms, func() { n.deliver("c", packet{from: "s", data: wire(reliable.Answer, 7, "up again")}) })
		got := ask(t.Context(), c, "hello")
		if want := []time.Duration{0, time.Second}; got.answer != "up again" || !slices.Equal(r.sent, want) {
			t.Fatalf("an error of Read tells what became of an earlier datagram: a server that was away for a moment comes back, and to send at once would be a flood\ninput: Read says \"connection refused\" three times; after 1.5s the answer comes\ngot: %v; sent at %v\nwant: \"up again\"; sent at %v", got, r.sent, want)
		}
	})
}

// TestAskEndsWithItsContext ends a context while the client waits.
func TestAskEndsWithItsContext(t *testing.T) {
	bubble(t, func(t *testing.T) {
		n, r := lossy(1000)
		c, _ := client(t, n, 7)
		enough := errors.New("enough")
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(1200*ms, func() { cancel(enough) })
		got := ask(ctx, c, "hello")
		if !errors.Is(got.err, enough) || got.after != 1200*ms || len(r.sent) != 2 {
			t.Fatalf("a caller who has waited long enough is not kept waiting\ninput: ctx ends after 1.2s\ngot: %v; %d datagrams\nwant: \"\", enough, after 1.2s; 2 datagrams", got, len(r.sent))
		}
		gone, stop := context.WithCancel(t.Context())
		stop()
		if got := ask(gone, c, "hello"); !errors.Is(got.err, context.Canceled) || got.after != 0 {
			t.Fatalf("a caller who has gone already waits for nothing\ninput: a context that has ended\ngot: %v\nwant: \"\", %v, after 0s", got, context.Canceled)
		}
	})
}

// TestAskAfterAnEnd asks again with a client whose last caller has gone.
func TestAskAfterAnEnd(t *testing.T) {
	bubble(t, func(t *testing.T) {
		n, _ := lossy(1)
		answering(t, n)
		c, _ := client(t, n, 7)
		ctx, stop := context.WithTimeout(t.Context(), 100*ms)
		defer stop()
		ask(ctx, c, "one")
		if got := ask(t.Context(), c, "two"); got.answer != "re: two" || got.after != 20*ms {
			t.Fatalf("a caller who gave up leaves a client that still works\ninput: a question that was given up, then \"two\"\ngot: %v\nwant: \"re: two\", <nil>, after 20ms", got)
		}
	})
}

// TestAskTooLongOrClosed asks what cannot be asked.
func TestAskTooLongOrClosed(t *testing.T) {
	bubble(t, func(t *testing.T) {
		n, r := lossy(0)
		c, h := client(t, n, 7)
		if got := ask(t.Context(), c, string(make([]byte, reliable.MaxPayload+1))); !errors.Is(got.err, reliable.ErrTooLong) || len(r.sent) > 0 {
			t.Fatalf("a question that is too long will never fit\ngot: %v, %d datagrams sent\nwant: %v", got.err, len(r.sent), reliable.ErrTooLong)
		}
		_ = h.Close()
		if got := ask(t.Context(), c, "hello"); !errors.Is(got.err, net.ErrClosed) || got.after != 0 {
			t.Fatalf("a socket that the program has closed says so, and no waiting opens it\ngot: %v\nwant: \"\", %v, after 0s", got, net.ErrClosed)
		}
	})
}
