package echo

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"sockbook/chapters"
	"sockbook/runner/fault"
	"sockbook/runner/tty"
)

// relay sends the standard input line by line. It is read to the byte: what is
// no text, and a last line without an end, come back as they were.
func relay(ctx context.Context, console *tty.Console, client chapters.Client) error {
	in := bufio.NewReaderSize(console.In, maxMessage)
	for {
		if console.Prompts {
			fmt.Fprint(console.Err, "> ")
		}
		line, err := next(ctx, in)
		if len(line) > 0 {
			reply, err := exchange(ctx, client, line)
			if err != nil {
				return err
			}
			if _, err := console.Out.Write(reply); err != nil {
				return nil // whoever asks Out will learn why
			}
		}
		if err == io.EOF {
			if console.Prompts {
				fmt.Fprintln(console.Err)
			}
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// next reads up to the end of the line or maxMessage bytes. When ctx ends it
// returns, and leaves the read to end with the program.
func next(ctx context.Context, in *bufio.Reader) ([]byte, error) {
	type read struct {
		line []byte
		err  error
	}
	done := make(chan read, 1)
	go func() {
		line, err := in.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			err = nil // the rest of the line follows
		}
		done <- read{line, err}
	}()
	select {
	case r := <-done:
		return r.line, r.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// patience is how long an answer may take. Datagrams are lost without a word.
const patience = 5 * time.Second

// exchange sends one message and returns its echo, which must be the same.
func exchange(ctx context.Context, client chapters.Client, msg []byte) ([]byte, error) {
	waiting, stop := context.WithTimeout(ctx, patience)
	defer stop()
	reply, err := client.Echo(waiting, msg)
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case err != nil && waiting.Err() != nil:
		return nil, fault.New("the message or its answer was lost, or the server does not answer, perhaps for a limit of its own; try again", "no answer to %s in %v", brief(msg), patience)
	}
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(reply, msg) {
		return nil, fault.New("is it an echo server that listens there?", "sent %s, got back %s", brief(msg), brief(reply))
	}
	return reply, nil
}

// brief quotes the beginning of a message.
func brief(msg []byte) string {
	const enough = 40
	if len(msg) <= enough {
		return fmt.Sprintf("%q", msg)
	}
	return fmt.Sprintf("%q… (%d bytes)", msg[:enough], len(msg))
}
