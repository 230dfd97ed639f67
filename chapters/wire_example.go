package chapters

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"sockbook/chapters/wire"
	"sockbook/chapters/wire/tap"
)

// captureEnv tells a child to hand out a socket that sees its packets.
const captureEnv = "SOCKBOOK_CAPTURE"

// WireExample runs the named example as [Chapter.RunExample] does, but always
// in a private network, and calls see with each packet that passes in it and
// each piece that the example prints, in the order of their time and a moment
// after it. lost is how many packets passed unseen. Where there is no such
// network the error is a [*Skipped].
func (c *Chapter) WireExample(ctx context.Context, name string, see func(wire.Event), args ...string) (lost int, err error) {
	e, err := c.FindExample(name)
	if err != nil {
		return 0, err
	}
	t, err := tap.New()
	if err != nil {
		return 0, cannotCapture(err)
	}
	defer t.Close()
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	read := make(chan error, 1)
	go func() {
		err := t.Each(see)
		if err != nil {
			stop(err)
		}
		read <- err
	}()
	s := setting{env: []string{captureEnv + "=1"}, isolated: true, out: t.Inside, args: args}
	err = c.spawn(ctx, e, s)
	t.End()
	if unread := <-read; err == nil {
		err = unread
	}
	return t.Lost(), err
}

// capture makes out the writer to print with, if packets are to be captured.
func capture(out *os.File) (io.Writer, error) {
	if _, ok := os.LookupEnv(captureEnv); !ok {
		return &lineWriter{w: out}, nil
	}
	_ = os.Unsetenv(captureEnv)
	w, err := tap.Give(out)
	if err != nil {
		return nil, cannotCapture(err)
	}
	return &lineWriter{w: w}, nil
}

// cannotCapture is what a tap's error is to who wants to see packets.
func cannotCapture(err error) error {
	if errors.Is(err, errors.ErrUnsupported) {
		return &Skipped{Reason: err.Error()}
	}
	return &Skipped{Reason: "packets cannot be captured here: " + err.Error()}
}

// Wire runs an example as [Chapter.Transcript] does and returns its packets as
// a lesson shows them (see [wire.Record]).
func (c *Chapter) Wire(ctx context.Context, example string) (string, error) {
	ctx, stop := context.WithTimeoutCause(ctx, exampleTime, fmt.Errorf("still running after %v", exampleTime))
	defer stop()
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	ladder, packets := wire.NewRecord(), 0
	lost, err := c.WireExample(ctx, example, func(e wire.Event) {
		if e.Packet != nil {
			packets++
		}
		if packets > maxPackets {
			end(fmt.Errorf("more than %d packets", maxPackets))
			return
		}
		ladder.Add(e)
	})
	switch {
	case err != nil:
		return "", err
	case lost > 0:
		return "", fmt.Errorf("%d packets passed unseen", lost)
	case packets == 0:
		return "", errors.New("no packet passed on the example's own network")
	}
	return ladder.String(), nil
}

// maxPackets bounds a recorded ladder.
const maxPackets = 10_000
