// Returns when ctx ends, and lets the receiver find out by itself.
//
// Replaces: client.go
// Caught by: TestExchangeEndsWithItsContext
// Says: Exchange returned before it did

package frames

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

func Exchange(ctx context.Context, conn Conn, messages [][]byte, max int) ([][]byte, error) {
	outer := ctx
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	// A deadline in the past ends every Read and Write. To set it fails only
	// on a closed connection, where they end by themselves.
	wake := func() { _ = conn.SetDeadline(time.Unix(1, 0)) }
	woken := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		wake()
		close(woken)
	})
	defer func() {
		if !stop() {
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
	type res struct {
		a   [][]byte
		err error
	}
	got := make(chan res, 1)
	go func() {
		a, err := receive(conn, len(messages), max)
		if err != nil {
			fail(err)
		}
		got <- res{a, err}
	}()
	var answers [][]byte
	var err error
	select {
	case r := <-got:
		answers, err = r.a, r.err
	case <-outer.Done():
		wake()
		return nil, context.Cause(outer)
	}
	if errors.Join(err, <-sent) == nil {
		return answers, nil
	}
	// The cause is the first failure; what the other direction reports may
	// be no more than that it was woken.
	return answers, fmt.Errorf("exchange: %d of %d answers: %w", len(answers), len(messages), context.Cause(ctx))
}

func send(conn Conn, messages [][]byte, max int) error {
	for _, m := range messages {
		if err := Write(conn, m, max); err != nil {
			return err
		}
	}
	return conn.CloseWrite()
}

func receive(conn Conn, n, max int) ([][]byte, error) {
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
}
