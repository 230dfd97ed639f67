// Believes that what is written is out of the way.
//
// Replaces: client.go
// Caught by: TestExchangeReadsWhileItWrites
// Says: Exchange writes and does not read

package frames

import (
	"context"
	"errors"
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

	if err := send(conn, messages, max); err != nil {
		return nil, err
	}
	answers, err := receive(conn, len(messages), max)
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return answers, err
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
