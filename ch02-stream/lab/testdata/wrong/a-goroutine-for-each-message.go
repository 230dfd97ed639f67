// Believes that goroutines run in the order in which they were started.
//
// Replaces: client.go
// Caught by: TestExchangeInOrder
// Says: in the order of the messages

package frames

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

func Exchange(ctx context.Context, conn Conn, messages [][]byte, max int) ([][]byte, error) {
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	woken := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
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
	return answers, fmt.Errorf("exchange: %d of %d answers: %w", len(answers), len(messages), context.Cause(ctx))
}

func send(conn Conn, messages [][]byte, max int) error {
	var sending sync.WaitGroup
	failed := make(chan error, len(messages))
	for _, m := range messages {
		sending.Go(func() {
			if err := Write(conn, m, max); err != nil {
				failed <- err
			}
		})
	}
	sending.Wait()
	close(failed)
	if err := <-failed; err != nil {
		return err
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
