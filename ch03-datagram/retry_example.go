package datagram

import (
	"context"
	"fmt"
	"io"
	"net"
	"time"
)

// Retry has a client send eight messages through a network that loses and
// duplicates, again and again until each is answered, and shows what that
// costs: timeouts that double, samples that may not be taken, and a server
// that gets messages twice.
func Retry(ctx context.Context, out io.Writer) error {
	server, err := net.ListenUDP("udp4", &net.UDPAddr{IP: netLoopback})
	if err != nil {
		return err
	}
	defer server.Close()
	network := &fateList{}
	rates := Rates{Drop: 0.25, Duplicate: 0.2}
	conn, stop, err := throughRelay(ctx, &Relay{Server: server.LocalAddr(), Seed: retrySeed, Rates: rates, Saw: network.add})
	if err != nil {
		return err
	}
	defer stop()
	seen := tally{times: make(map[uint32]int), acted: make(map[uint32]int)}
	responder := &Responder{Conn: server, Handle: func(data []byte) []byte { return data }, Saw: seen.add}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	served := make(chan error, 1)
	go func() { served <- responder.Serve(ctx) }()

	called := callEight(ctx, out, conn)
	cancel()
	if err := <-served; called == nil {
		called = err
	}
	if called != nil {
		return called
	}
	network.show(out)
	seen.show(out)
	return nil
}

// A tally is what a server saw: how often each message came, and how often it
// was new.
type tally struct{ times, acted map[uint32]int }

func (t tally) add(message uint32, fresh bool) {
	t.times[message]++
	if fresh {
		t.acted[message]++
	}
}

func (t tally) show(out io.Writer) {
	for message := range uint32(len(t.times)) {
		fmt.Fprintf(out, "server: %d came %d×, acted on %d×\n", message+1, t.times[message+1], t.acted[message+1])
	}
}

const (
	retryMessages = 8
	retrySeed     = 10
)

// callEight sends the messages. A lower bound of a quarter of a second, where
// answers take microseconds, keeps a busy machine from looking like a loss.
func callEight(ctx context.Context, out io.Writer, conn net.Conn) error {
	caller := &Caller{
		Conn:  conn,
		Timer: Estimator{Initial: 500 * time.Millisecond, Min: 250 * time.Millisecond},
		Saw:   func(e CallEvent) { fmt.Fprintln(out, "client:", e) },
	}
	for range retryMessages {
		if _, err := caller.Call(ctx, []byte("hello")); err != nil {
			return err
		}
	}
	return nil
}

// String tells the event in a line.
func (e CallEvent) String() string {
	switch e.Kind {
	case CallSent:
		return fmt.Sprintf("%d sent, time %d; waiting %v at most", e.Message, e.Attempt, e.RTO)
	case CallTimedOut:
		return fmt.Sprintf("%d not answered in time; RTO doubled to %v", e.Message, e.RTO)
	case CallAnswered:
		return fmt.Sprintf("%d answered: RTT %v, RTO %v", e.Message, e.RTT.Round(time.Microsecond), e.RTO)
	case CallAmbiguous:
		return fmt.Sprintf("%d answered, after %d sendings: no sample", e.Message, e.Attempt)
	default:
		return fmt.Sprintf("an answer to an earlier message, while waiting for %d", e.Message)
	}
}
