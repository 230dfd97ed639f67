package reliable

import (
	"context"
	"errors"
	"net"
	"os"
	"time"
)

// A Client asks one server, one question at a time.
type Client struct {
	conn   net.Conn // keeps datagrams apart, and loses some
	number uint32   // of the next question
	rtt    Estimator
}

// NewClient is a client on conn whose first question has that number.
func NewClient(conn net.Conn, first uint32) *Client {
	return &Client{conn: conn, number: first}
}

// Ask sends a question and returns the answer to it. Each question has the next
// number; after 4294967295 comes 0.
//
// If the answer does not come within the estimator's timeout, Ask sends the same
// datagram again, Attempts times in all, and waits longer each time. What else
// arrives meanwhile it ignores: answers to earlier questions, datagrams that are
// cut or foreign, and errors of Read that say what became of an earlier
// datagram. None of them prolongs the waiting.
//
// A round trip is measured only if the question was sent once: of an answer to a
// question that was sent twice nobody knows which one it answers (Karn).
//
// Errors: ErrNoAnswer; ErrTooLong; net.ErrClosed; or the cause of ctx, as soon as
// ctx ends.
func (c *Client) Ask(ctx context.Context, question []byte) ([]byte, error) {
	// BEGIN SOLUTION: send, wait, and send again
	number := c.number
	c.number++
	datagram, err := Encode(Message{Question, number, question})
	if err != nil {
		return nil, err
	}
	woken := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		_ = c.conn.SetReadDeadline(time.Unix(1, 0)) // fails only on a closed connection
		close(woken)
	})
	defer func() {
		if !stop() { // it has begun, and would end the next question's wait
			<-woken
		}
	}()
	for attempt := 1; attempt <= Attempts; attempt++ {
		began := time.Now()
		if _, err := c.conn.Write(datagram); errors.Is(err, net.ErrClosed) {
			return nil, err
		}
		answer, err := c.await(ctx, number, began.Add(c.rtt.Timeout()))
		switch {
		case err == nil:
			if attempt == 1 {
				c.rtt.Measured(time.Since(began))
			}
			return answer, nil
		case ctx.Err() != nil:
			return nil, context.Cause(ctx)
		case !errors.Is(err, os.ErrDeadlineExceeded):
			return nil, err
		}
		c.rtt.TimedOut()
	}
	return nil, ErrNoAnswer
	// END SOLUTION
}

// await reads until the answer with that number comes, or until is reached.
//
// Errors: os.ErrDeadlineExceeded, also when ctx has ended; net.ErrClosed.
func (c *Client) await(ctx context.Context, number uint32, until time.Time) ([]byte, error) {
	// BEGIN SOLUTION: read, and pass over what is no answer to this question
	_ = c.conn.SetReadDeadline(until) // fails only on a closed connection
	if ctx.Err() != nil {
		return nil, os.ErrDeadlineExceeded
	}
	buf := make([]byte, headerSize+MaxPayload+1)
	for {
		n, err := c.conn.Read(buf)
		if errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, net.ErrClosed) {
			return nil, err
		}
		if err != nil {
			continue // of an earlier datagram; this one may yet be answered
		}
		m, err := Decode(buf[:n])
		if err == nil && m.Kind == Answer && m.Number == number {
			return m.Payload, nil
		}
	}
	// END SOLUTION
}
