package frames

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// Exchange sends each message as a frame, half-closes, and returns the
// answers, one for each message, in order. It never waits for something that it
// holds up itself, whatever the number and size of the messages, and whether
// the server answers each at once or all after the last. The messages stay as
// they are.
//
// Exchange succeeds when every message has been sent, as many answers have
// come, and the server has then ended its direction too. Otherwise it returns
// the answers that had come, at most one for each message, with the first
// thing that went wrong: Write's error, CloseWrite's or Next's;
// io.ErrUnexpectedEOF if the server ended too early; an error of its own as soon
// as the server says too much; or the cause of ctx, as soon as ctx ends. It does
// not half-close after a failure.
//
// However it ends, nothing that it has started still runs when it returns, or
// will run later, and conn is open, for the caller to close. After an error it
// is of no further use.
func Exchange(ctx context.Context, conn Conn, messages [][]byte, max int) ([][]byte, error) {
	// BEGIN SOLUTION: send the messages and receive the answers
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	woken := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		// A deadline in the past ends every Read and Write. To set it fails
		// only on a closed connection, where they end by themselves.
		_ = conn.SetDeadline(time.Unix(1, 0))
		close(woken)
	})
	defer func() {
		if !stop() { // the function has begun: stop does not wait for it
			<-woken
		}
	}()

	sent := make(chan error, 1)
	go func() {
		err := send(conn, messages, max)
		if err != nil {
			fail(err)
		}
		sent <- err
	}()
	answers, err := receive(conn, len(messages), max)
	if err != nil {
		fail(err)
	}
	if errors.Join(err, <-sent) == nil {
		return answers, nil
	}
	// The cause is the first failure; what the other direction reports may
	// be no more than that it was woken.
	return answers, fmt.Errorf("exchange: %d of %d answers: %w", len(answers), len(messages), context.Cause(ctx))
	// END SOLUTION
}

// send writes every message as a frame and half-closes.
func send(conn Conn, messages [][]byte, max int) error {
	// BEGIN SOLUTION: write the messages, then end the direction
	for _, m := range messages {
		if err := Write(conn, m, max); err != nil {
			return err
		}
	}
	return conn.CloseWrite()
	// END SOLUTION
}

// receive reads n answers and then the end of the stream.
func receive(conn Conn, n, max int) ([][]byte, error) {
	// BEGIN SOLUTION: read n frames, and see that the end follows
	frames := NewReader(conn, max)
	var answers [][]byte
	for {
		answer, err := frames.Next()
		switch {
		case err == io.EOF && len(answers) == n:
			return answers, nil
		case err == io.EOF:
			return answers, io.ErrUnexpectedEOF
		case err != nil:
			return answers, err
		case len(answers) == n:
			return answers, errors.New("an answer to nothing that was asked")
		}
		answers = append(answers, answer)
	}
	// END SOLUTION
}
