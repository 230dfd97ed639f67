// Package batcher collects messages, and sends many of them with one system
// call.
package batcher

import (
	"errors"
	"time"
)

// A Sender is what a Batcher knows of a kernel: sendmmsg(2), with completions
// that come later, as those of MSG_ZEROCOPY or of io_uring do.
type Sender interface {
	// Send is one system call. It does not block. It takes messages from the
	// front of batch, and says how many:
	//
	//	n > 0, nil    the first n are taken, and of the others nothing is known
	//	0, err        the first one cannot be sent, and err says why;
	//	              of the others nothing is known
	//
	// What is taken is the kernel's, until it calls done: once for each Send
	// that took something, from any goroutine, in any order, but never before
	// that Send has returned. Until then nobody else may write to these bytes.
	// The error is that of all n messages, nil if they are sent.
	//
	// The slice batch itself is looked at during the call only.
	Send(batch [][]byte, done func(err error)) (n int, err error)
}

// A Config says when a batch is sent, and how many may be on their way.
type Config struct {
	MaxMessages int           // in one batch
	MaxBytes    int           // in one batch, all its messages together
	MaxDelay    time.Duration // how long the first message of a batch waits
	MaxInFlight int           // batches that are not complete
}

// Stats counts what a Batcher has done so far.
type Stats struct {
	Messages int // that Add took
	Bytes    int // of these messages
	Batches  int // that were handed over
	Calls    int // of Send
	Failed   int // messages that are complete, with an error
}

// A Refusal is a message that Send did not take, and why.
type Refusal struct {
	Index int // in the batch
	Err   error
}

// What Add may say.
var (
	ErrTooLarge = errors.New("larger than a batch may be")
	ErrClosed   = errors.New("the batcher is closed")
)
