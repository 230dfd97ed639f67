package batching

import (
	"bytes"
	"context"
	"fmt"
)

// A window is how much the client has in flight: what is sent at once must fit
// into the server's receive buffer and the answers into the client's, or the
// kernel drops the rest. net.core.rmem_default is 212,992 bytes, and a small
// datagram takes some 800 of them.
const (
	windowMessages = 64
	windowBytes    = 64 << 10
)

// EchoAll sends each of msgs in one datagram, once, a window of 64 messages or
// 64 KiB at a time, and returns the answers in the order of msgs. A datagram
// that is nobody's answer in the window is passed over: the late answer to an
// earlier one, or one that was cut or changed. There is no header in a message
// to tell them apart by: of equal messages, each gets an answer of the others.
//
// msgs and their bytes are only read, and are the caller's to change when it
// returns; the answers are the caller's for good.
//
// Any datagram may be lost, so ctx should have a deadline. An answer that is
// missing is nil, that to an empty message is not.
//
// Errors: those of ctx; syscall.EMSGSIZE if a message is longer than 65,507
// bytes (IPv6: 65,527); syscall.ECONNREFUSED if an ICMP message says that
// nobody listens, which may concern an earlier call. The answers that came are
// returned beside the error, and the client can be used again.
func (c *Client) EchoAll(ctx context.Context, msgs [][]byte) ([][]byte, error) {
	defer c.wakeWith(ctx)()
	answers := make([][]byte, len(msgs))
	for done := 0; done < len(msgs); {
		n := window(msgs[done:])
		if err := c.ask(ctx, msgs[done:done+n], answers[done:done+n]); err != nil {
			return answers, fmt.Errorf("echo client: %w", err)
		}
		done += n
	}
	return answers, nil
}

// window is how many of msgs, at least one, may be in flight together.
func window(msgs [][]byte) int {
	total := 0
	for i, msg := range msgs {
		total += len(msg)
		if i == windowMessages || i > 0 && total > windowBytes {
			return i
		}
	}
	return len(msgs)
}

// ask sends one window, and reads until each message has its answer.
func (c *Client) ask(ctx context.Context, msgs, answers [][]byte) error {
	c.messages, c.failed = c.messages[:0], nil
	for _, msg := range msgs {
		c.messages = append(c.messages, message{data: msg})
	}
	err := c.outbox.flush(c.messages)
	for missing := len(msgs); missing > 0; {
		switch {
		case ctx.Err() != nil:
			return fmt.Errorf("%d of %d answers missing: %w", missing, len(msgs), context.Cause(ctx))
		case err != nil:
			return err
		case c.failed != nil:
			return c.failed
		}
		var got []message
		got, err = c.socket.receive()
		for i := range got {
			c.parts = got[i].split(c.parts[:0])
			for j := range c.parts {
				missing -= match(c.parts[j].data, msgs, answers)
			}
		}
	}
	return nil
}

// match gives data, copied, to the first of msgs that it answers. It returns
// how many it answers: 1 or 0.
func match(data []byte, msgs, answers [][]byte) int {
	for i, msg := range msgs {
		if answers[i] == nil && bytes.Equal(msg, data) {
			answers[i] = append(make([]byte, 0, len(data)), data...)
			return 1
		}
	}
	return 0
}
