// Believes that a Read ends when the context does.
//
// Replaces: client.go
// Caught by: TestExchangeEndsWithItsContext
// Says: a context does not interrupt a Read

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
	wake := func() { _ = conn.SetDeadline(time.Unix(1, 0)) }

	sent := make(chan error, 1)
	go func() {
		err := send(conn, messages, max)
		if err != nil {
			fail(err)
			wake()
		}
		sent <- err
	}()
	answers, err := receive(ctx, conn, len(messages), max)
	if err != nil {
		fail(err)
		wake()
	}
	if errors.Join(err, <-sent) == nil {
		return answers, nil
	}
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

func receive(ctx context.Context, conn Conn, n, max int) ([][]byte, error) {
	frames := NewReader(conn, max)
	var answers [][]byte
	for {
		if err := context.Cause(ctx); err != nil {
			return answers, err
		}
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
