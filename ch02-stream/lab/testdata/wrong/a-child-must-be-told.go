// Believes that a context does not end with its parent, and watches the parent.
//
// Replaces: client.go
// Caught by: TestExchangeLeavesNothingBehind
// Says: one that waits for ctx stays as long as ctx does

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
	ctx, fail := context.WithCancelCause(context.WithoutCancel(outer))
	defer fail(nil)
	go func() {
		<-outer.Done()
		fail(context.Cause(outer))
	}()
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
