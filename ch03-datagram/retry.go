package datagram

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"time"
)

// ErrNoAnswer is the error of a message that was sent as often as allowed and
// never answered. Whether it arrived, and was acted on, is then unknown.
var ErrNoAnswer = errors.New("no answer")

// A Caller sends messages over a connected datagram socket, one at a time, and
// sends each again until it is answered: stop-and-wait. Its peer is a
// [Responder]. It is not for use by several goroutines at once.
//
// Its messages are numbered from 1, so a new Caller needs a new socket: on an
// old one, the Responder would take its messages for those of the old Caller.
type Caller struct {
	Conn     net.Conn
	Timer    Estimator
	Attempts int // how often a message is sent at most; 0 is 8

	// Saw, if set, is told what happens, as it happens.
	Saw func(CallEvent)

	sequence uint32
	buf      []byte
}

// A CallEvent is one thing that happened to a message of a [Caller].
type CallEvent struct {
	Kind    CallKind
	Message uint32        // which message
	Attempt int           // which sending of it, from 1
	RTO     time.Duration // the timeout, after the event
	RTT     time.Duration // what was measured; only for CallAnswered
}

// A CallKind says what happened to a message.
type CallKind int

// What can happen to a message.
const (
	CallSent      CallKind = iota // it was sent
	CallTimedOut                  // no answer came in time
	CallAnswered                  // the answer came after one sending: a sample
	CallAmbiguous                 // the answer came after several: no sample
	CallStale                     // an answer to an earlier message came
)

// Call sends msg, waits for the answer and returns it. The error is
// ErrNoAnswer, the cause of ctx's end, or the socket's own.
func (c *Caller) Call(ctx context.Context, msg []byte) ([]byte, error) {
	if len(msg) > netMaxData-retryHeaderLen {
		return nil, fmt.Errorf("a message of %d bytes: at most %d fit", len(msg), netMaxData-retryHeaderLen)
	}
	defer c.wakeWith(ctx)()
	c.sequence++
	if c.buf == nil {
		c.buf = make([]byte, netMaxData)
	}
	packet := appendMessage(nil, c.sequence, msg)
	attempts := c.Attempts
	if attempts == 0 {
		attempts = 8
	}
	for n := 1; n <= attempts; n++ {
		answer, err := c.attempt(ctx, packet, n)
		if err == nil {
			return answer, nil
		}
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if !errors.Is(err, os.ErrDeadlineExceeded) {
			return nil, err
		}
		c.Timer.Backoff()
		c.tell(CallTimedOut, n, 0)
	}
	return nil, ErrNoAnswer
}

// wakeWith lets Read fail when ctx ends. The function it returns undoes that,
// and returns when the deadline is this package's alone again.
func (c *Caller) wakeWith(ctx context.Context) func() {
	woken := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(woken)
		_ = c.Conn.SetReadDeadline(time.Unix(1, 0)) // fails only if closed: then Read has ended too
	})
	return func() {
		if !stop() {
			<-woken
		}
	}
}

// attempt sends packet for the nth time and waits one timeout for the answer.
func (c *Caller) attempt(ctx context.Context, packet []byte, n int) ([]byte, error) {
	sent := time.Now()
	if err := c.Conn.SetReadDeadline(sent.Add(c.Timer.RTO())); err != nil {
		return nil, err
	}
	if ctx.Err() != nil { // the deadline just set may have replaced that of ctx
		return nil, context.Cause(ctx)
	}
	// ECONNREFUSED, from an earlier datagram, is a server that is starting as
	// often as one that is gone: the timeout is to decide.
	if _, err := c.Conn.Write(packet); err != nil && !portUnreachable(err) {
		return nil, err
	}
	c.tell(CallSent, n, 0)
	for {
		size, err := c.Conn.Read(c.buf)
		if portUnreachable(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		sequence, data, ok := parseMessage(c.buf[:size])
		switch {
		case !ok: // cut short: as good as lost
		case sequence != c.sequence:
			c.tell(CallStale, n, 0)
		case n == 1:
			rtt := time.Since(sent)
			c.Timer.Sample(rtt)
			c.tell(CallAnswered, n, rtt)
			return append([]byte(nil), data...), nil
		default:
			c.tell(CallAmbiguous, n, 0)
			return append([]byte(nil), data...), nil
		}
	}
}

func (c *Caller) tell(kind CallKind, attempt int, rtt time.Duration) {
	if c.Saw != nil {
		c.Saw(CallEvent{Kind: kind, Message: c.sequence, Attempt: attempt, RTO: c.Timer.RTO(), RTT: rtt})
	}
}
