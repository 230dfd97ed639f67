package ping_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	ping "sockbook/ch05-raw/lab"
)

const ms = time.Millisecond

// An outcome is what a Run returned, when, and what it told.
type outcome struct {
	stats  ping.Stats
	err    error
	took   time.Duration
	events []string
}

func (o outcome) String() string { return fmt.Sprintf("%v, %v, after %v", o.stats, o.err, o.took) }

// run lets the session ask in the time of a bubble, in which a minute takes
// none. A Run that does not end within an hour is a failure.
func run(ctx context.Context, t *testing.T, w *wire, s *ping.Session, count int, interval time.Duration) outcome {
	t.Helper()
	t.Cleanup(func() { _ = w.Close() })
	began := time.Now()
	done := make(chan outcome, 1)
	go func() {
		var o outcome
		o.stats, o.err = ping.Run(ctx, w, s, count, interval, func(e ping.Event) {
			o.events = append(o.events, fmt.Sprintf("%v %d", e.Kind, e.Seq))
		})
		o.took = time.Since(began).Round(ms)
		done <- o
	}()
	select {
	case o := <-done:
		return o
	case <-time.After(time.Hour):
		t.Fatalf("Run ends when no answer can come any more\ngot: after an hour it has not ended, with %v", s.Stats())
		return outcome{}
	}
}

// TestRun asks three times, and is answered each time.
func TestRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire(answers(20*ms, nil))
		o := run(t.Context(), t, w, newSession(), 3, 500*ms)
		want := ping.Stats{Sent: 3, Received: 3, Min: 20 * ms, Mean: 20 * ms, Max: 20 * ms}
		if o.err != nil || o.stats != want {
			t.Fatalf("each question has its answer\ninput: 3 questions, answered after 20 ms\ngot: %+v, %v\nwant: %+v, <nil>", o.stats, o.err, want)
		}
		if sent, want := w.times(), []time.Duration{0, 500 * ms, 1000 * ms}; !slices.Equal(sent, want) {
			t.Fatalf("the first question goes out at once, the others one interval after the one before\ninput: 3 questions, every 500 ms\ngot: sent after %v\nwant: sent after %v", sent, want)
		}
		if o.took != 1020*ms {
			t.Fatalf("when the last answer is there, nothing is left to wait for\ninput: 3 questions, every 500 ms, answered after 20 ms\ngot: Run took %v\nwant: 1.02s", o.took)
		}
	})
}

// TestRunSilence asks a host that is not there.
func TestRunSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire(func(int, []byte, netip.Addr) ([]heard, error) { return nil, nil })
		o := run(t.Context(), t, w, newSession(), 3, 100*ms)
		if o.err != nil || o.stats != (ping.Stats{Sent: 3}) || o.took != 1200*ms {
			t.Fatalf("silence is a result, and the last question waits as long as the others: one timeout\ninput: 3 questions, every 100 ms, timeout 1s, no answer\ngot: %v\nwant: 3 sent, 0 received, 100.0%% lost, <nil>, after 1.2s", o)
		}
	})
}

// TestRunSlowAnswers has round trips that are longer than the interval.
func TestRunSlowAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire(answers(700*ms, nil))
		o := run(t.Context(), t, w, newSession(), 4, 200*ms)
		if sent, want := w.times(), []time.Duration{0, 200 * ms, 400 * ms, 600 * ms}; !slices.Equal(sent, want) {
			t.Fatalf("the next question does not wait for the answer to the last one\ninput: every 200 ms, answered after 700 ms\ngot: sent after %v\nwant: sent after %v", sent, want)
		}
		if o.stats.Received != 4 || o.stats.Mean != 700*ms || o.took != 1300*ms {
			t.Fatalf("an answer that comes when later questions have gone out is one all the same\ninput: every 200 ms, answered after 700 ms\ngot: %v\nwant: 4 received, 700 ms, after 1.3s", o)
		}
	})
}

// TestRunPace has a network full of other people's packets.
func TestRunPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire(answers(3*ms, map[int][]heard{3: nil}))
		for at := ms; at < 5*time.Second; at += ms {
			w.later(heard{after: at, packet: packet(echo(true, 7, 7, "", other, here), other, here), from: other})
		}
		o := run(t.Context(), t, w, newSession(), 4, 300*ms)
		if sent, want := w.times(), []time.Duration{0, 300 * ms, 600 * ms, 900 * ms}; !slices.Equal(sent, want) {
			t.Fatalf("what others receive does not change when we ask: each packet that is heard leaves the deadline where it was\ninput: every 300 ms, and each millisecond somebody else's packet\ngot: sent after %v\nwant: sent after %v", sent, want)
		}
		if o.took != 1900*ms || o.stats.Received != 3 {
			t.Fatalf("nor how long we wait for the last answer\ninput: 4 questions, the last without an answer, and each millisecond somebody else's packet\ngot: %v\nwant: 3 received, after 1.9s", o)
		}
	})
}

// TestRunSendTakesTime has a kernel that takes 40 ms to send.
func TestRunSendTakesTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		reply := answers(10*ms, nil)
		w := newWire(func(n int, m []byte, to netip.Addr) ([]heard, error) {
			time.Sleep(40 * ms)
			return reply(n, m, to)
		})
		o := run(t.Context(), t, w, newSession(), 4, 100*ms)
		if sent, want := w.times(), []time.Duration{0, 100 * ms, 200 * ms, 300 * ms}; !slices.Equal(sent, want) {
			t.Fatalf("the times are multiples of the interval: what a sending takes does not add up\ninput: every 100 ms, and each sending takes 40\ngot: sent after %v\nwant: sent after %v", sent, want)
		}
		if o.stats.Mean != 50*ms {
			t.Fatalf("a round trip begins before the sending does, or an answer could be there before its question\ninput: each sending takes 40 ms, each answer 10\ngot: mean %v\nwant: 50ms", o.stats.Mean)
		}
	})
}

// TestRunTells tells of an answer, a duplicate, an error, and a late answer.
func TestRunTells(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSession()
		reply := func(seq uint16, after time.Duration) heard {
			return heard{after: after, packet: replyTo(s, seq), from: there}
		}
		problem := about(11, 0, echo(false, ourID, 3, token, here, there), router, here, there)
		w := newWire(answers(0, map[int][]heard{
			0: {reply(1, 5*ms), reply(1, 6*ms), reply(9, 7*ms)},
			1: {reply(2, 1100*ms)},
			2: {{after: 9 * ms, packet: problem, from: router}},
			3: {reply(4, 8*ms)},
		}))
		o := run(t.Context(), t, w, s, 4, 500*ms)
		want := []string{"answer 1", "duplicate 1", "time exceeded 3", "answer 4", "late 2"}
		if o.err != nil || !slices.Equal(o.events, want) {
			t.Fatalf("what is heard about our questions is told at once, and nothing else\ngot: %q, %v\nwant: %q, <nil>", o.events, o.err, want)
		}
	})
}

// TestRunPassesOver has errors of both calls.
func TestRunPassesOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		reply := answers(10*ms, nil)
		w := newWire(func(n int, m []byte, to netip.Addr) ([]heard, error) {
			if n == 1 {
				return nil, syscall.ENOBUFS
			}
			all, err := reply(n, m, to)
			return append(all, heard{after: 5 * ms, err: syscall.EHOSTUNREACH}), err
		})
		o := run(t.Context(), t, w, newSession(), 3, 100*ms)
		if o.err != nil || o.stats.Sent != 3 || o.stats.Received != 2 {
			t.Fatalf("a question that cannot be sent is a lost one, and an error of Receive is about an earlier one: who watches a network goes on\ninput: the second Send fails (%v), and a Receive after each other one (%v)\ngot: %v\nwant: 3 sent, 2 received, <nil>", syscall.ENOBUFS, syscall.EHOSTUNREACH, o)
		}
		if sent, want := w.times(), []time.Duration{0, 100 * ms, 200 * ms}; !slices.Equal(sent, want) {
			t.Fatalf("no failure changes when the next question goes out, or sends one twice\ngot: sent after %v\nwant: sent after %v", sent, want)
		}
	})
}

// TestRunClosed closes the socket, before and meanwhile.
func TestRunClosed(t *testing.T) {
	for _, at := range []time.Duration{0, 250 * ms} {
		synctest.Test(t, func(t *testing.T) {
			w := newWire(answers(10*ms, nil))
			if at == 0 {
				_ = w.Close()
			} else {
				time.AfterFunc(at, func() { _ = w.Close() })
			}
			o := run(t.Context(), t, w, newSession(), 100, 100*ms)
			if !errors.Is(o.err, net.ErrClosed) || o.took != at {
				t.Fatalf("of a closed socket nothing more can be expected: that is the one error that ends a Run, and at once\ninput: closed after %v\ngot: %v\nwant: %v, after %v", at, o, net.ErrClosed, at)
			}
		})
	}
}

// TestRunStops ends the context, before and meanwhile.
func TestRunStops(t *testing.T) {
	for _, tt := range []struct {
		at   time.Duration
		sent int
	}{{0, 0}, {250 * ms, 3}, {3200 * ms, 5}} {
		synctest.Test(t, func(t *testing.T) {
			ctx, stop := context.WithCancel(t.Context())
			if tt.at == 0 {
				stop()
			} else {
				time.AfterFunc(tt.at, stop)
			}
			s := newSession()
			s.Timeout = 10 * time.Second
			o := run(ctx, t, newWire(answers(10*ms, map[int][]heard{4: nil})), s, 5, 100*ms)
			if o.err != nil || o.stats.Sent != tt.sent || o.took != tt.at {
				t.Fatalf("whoever stops a ping wants to see what was counted: it ends at once, and it is no failure\ninput: 5 questions every 100 ms, the last without an answer, timeout 10s; stopped after %v\ngot: %v\nwant: %d sent, <nil>, after %v", tt.at, o, tt.sent, tt.at)
			}
		})
	}
}

// TestRunAgain uses one socket for a Run that is stopped, and for another.
func TestRunAgain(t *testing.T) {
	for range 20 { // what wakes the first may come late, and not every time
		synctest.Test(t, func(t *testing.T) {
			ctx, stop := context.WithCancel(t.Context())
			w := newWire(answers(10*ms, nil))
			time.AfterFunc(150*ms, stop)
			run(ctx, t, w, newSession(), 5, 100*ms)
			synctest.Wait()
			if n := w.reading.Load(); n > 0 {
				t.Fatalf("a goroutine does not end with the function that started it: what a Run has begun it ends before it returns\ninput: a Run that is stopped\ngot: %d Receive still waits, and will take the next packet from somebody\nwant: none", n)
			}
			s := newSession()
			s.ID = ourID + 1
			if o := run(t.Context(), t, w, s, 3, 100*ms); o.err != nil || o.stats.Received != 3 || o.took != 210*ms {
				t.Fatalf("the next Run has the socket for itself, and all the time that it needs\ninput: a Run that is stopped, and another\ngot: of the second: %v\nwant: 3 received, <nil>, after 210ms", o)
			}
		})
	}
}
