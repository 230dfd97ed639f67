// Believes that one timeout suits every network.
//
// Replaces: client.go
// Caught by: TestAskLearns
// Says: the client measures its round trips

package reliable

import (
	"context"
	"errors"
	"net"
	"os"
	"time"
)

type Client struct {
	conn   net.Conn // keeps datagrams apart, and loses some
	number uint32   // of the next question
	rtt    Estimator
}

func NewClient(conn net.Conn, first uint32) *Client {
	return &Client{conn: conn, number: first}
}

func (c *Client) Ask(ctx context.Context, question []byte) ([]byte, error) {
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
			return answer, nil
		case ctx.Err() != nil:
			return nil, context.Cause(ctx)
		case !errors.Is(err, os.ErrDeadlineExceeded):
			return nil, err
		}
		c.rtt.TimedOut()
	}
	return nil, ErrNoAnswer
}

func (c *Client) await(ctx context.Context, number uint32, until time.Time) ([]byte, error) {
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
}
