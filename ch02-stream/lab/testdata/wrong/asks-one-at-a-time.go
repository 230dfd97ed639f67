// Believes that every server answers a message before it hears the next.
//
// Replaces: client.go
// Caught by: TestExchangeHalfCloses
// Says: a server may need the end of your stream to begin its answer

package frames

import (
	"context"
	"fmt"
	"io"
	"time"
)

func Exchange(ctx context.Context, conn Conn, messages [][]byte, max int) ([][]byte, error) {
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

	answers, err := ask(conn, messages, max)
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return answers, err
}

func ask(conn Conn, messages [][]byte, max int) ([][]byte, error) {
	frames := NewReader(conn, max)
	var answers [][]byte
	for _, m := range messages {
		if err := Write(conn, m, max); err != nil {
			return answers, err
		}
		answer, err := frames.Next()
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return answers, err
		}
		answers = append(answers, answer)
	}
	if err := conn.CloseWrite(); err != nil {
		return answers, err
	}
	if _, err := frames.Next(); err != io.EOF {
		return answers, fmt.Errorf("after the last answer: %w", err)
	}
	return answers, nil
}
