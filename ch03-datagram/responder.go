package datagram

import (
	"context"
	"net"
	"time"
)

// maxCallers bounds what a Responder remembers, for anybody can forge sources.
const maxCallers = 1024

// A Responder answers the messages of any number of [Caller]s and acts on each
// once, however often it arrives. It remembers, per caller, the last message's
// number and answer: with stop-and-wait nothing older can still be wanted.
//
// Once holds as long as the caller is remembered. Of more than 1,024 the one
// that has been silent longest is forgotten.
type Responder struct {
	Conn net.PacketConn

	// Handle acts on a message and returns the answer. Data is only valid
	// during the call.
	Handle func(data []byte) []byte

	// Saw, if set, is told of each whole message and whether it is new.
	Saw func(message uint32, fresh bool)

	callers map[string]*caller
}

// A caller is what a Responder remembers of one.
type caller struct {
	last   uint32
	answer []byte // the message that was sent for it
	heard  time.Time
}

// Serve answers until ctx ends, and then returns nil. It leaves Conn open.
func (r *Responder) Serve(ctx context.Context) error {
	r.callers = make(map[string]*caller)
	stop := context.AfterFunc(ctx, func() {
		_ = r.Conn.SetReadDeadline(time.Unix(1, 0)) // fails only if closed: then ReadFrom has ended too
	})
	defer stop()
	buf := make([]byte, netMaxData)
	for {
		n, from, err := r.Conn.ReadFrom(buf)
		switch {
		case ctx.Err() != nil:
			return nil
		case portUnreachable(err):
			continue
		case err != nil:
			return err
		}
		if answer := r.answer(from, buf[:n]); answer != nil {
			_, _ = r.Conn.WriteTo(answer, from) // a lost answer is asked for again
		}
	}
}

// answer returns what is to be sent for a datagram, nil for nothing.
func (r *Responder) answer(from net.Addr, p []byte) []byte {
	sequence, data, ok := parseMessage(p)
	if !ok {
		return nil
	}
	c := r.caller(from)
	c.heard = time.Now()
	fresh := sequence > c.last
	if r.Saw != nil {
		r.Saw(sequence, fresh)
	}
	switch {
	case fresh:
		c.last = sequence
		c.answer = appendMessage(nil, sequence, r.Handle(data))
		return c.answer
	case sequence == c.last: // its answer was lost, or is late
		return c.answer
	default: // it has been on its way for long: nobody waits
		return nil
	}
}

// caller finds what is remembered of a caller, or begins it.
func (r *Responder) caller(from net.Addr) *caller {
	if c := r.callers[from.String()]; c != nil {
		return c
	}
	if len(r.callers) == maxCallers {
		var oldest string
		for name, c := range r.callers {
			if oldest == "" || c.heard.Before(r.callers[oldest].heard) {
				oldest = name
			}
		}
		delete(r.callers, oldest)
	}
	c := new(caller)
	r.callers[from.String()] = c
	return c
}
