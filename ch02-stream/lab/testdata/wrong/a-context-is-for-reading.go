// Minds ctx until the answers are there.
//
// Replaces: client.go
// Caught by: TestExchangeEndsWhileSending
// Says: ctx counts until both directions are done

package frames

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

func Exchange(ctx context.Context, conn Conn, messages [][]byte, max int) ([][]byte, error) {
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

	sent := make(chan error, 1)
	go func() {
		err := send(conn, messages, max)
		if err != nil {
			fail(err)
		}
		sent <- err
	}()
	answers, err := receive(conn, len(messages), max)
	if !stop() {
		<-woken
	}
	if err != nil {
		fail(err)
		wake()
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
