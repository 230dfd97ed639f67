package unixdomain

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"
)

// What each way is put to, so often that the whole takes about two seconds.
const (
	repetitions = 5
	turns       = 1000     // round trips in one repetition
	question    = 64       // bytes of one, each way
	chunk       = 16 << 10 // bytes of one write; all kinds of datagram can hold them
	volume      = 16 << 20 // bytes in one repetition
)

// A way is one means to carry bytes between two programs.
type way struct {
	name   string
	open   func(stage) (left, right end, err error)
	window int // writes after which the reader is waited for; 0: never
}

// ways are those that are compared. Only UDP loses what a reader is too slow
// for, and so only there must the writer wait, by itself, for the reader.
var ways = []way{
	{name: "pipe", open: openPipes},
	{name: "socketpair", open: openPair},
	{name: "unix stream", open: openUnix},
	{name: "unix dgram", open: openDgram},
	{name: "seqpacket", open: openSeqPacket},
	{name: "TCP", open: openTCP},
	{name: "UDP", open: openUDP, window: 4},
}

// figures are what one way managed: the median of its repetitions.
type figures struct {
	name string
	trip time.Duration // of one round trip
	rate float64       // bytes a second
}

// Versus measures every way with the same calls, read and write on blocking
// descriptors, between two threads on one processor. The repetitions take
// turns, so that a disturbance falls on all ways alike, and the median counts.
func Versus(ctx context.Context, out io.Writer) error {
	return onStage(func(s stage) error {
		all, err := compareWays(ctx, s, ways)
		if err != nil {
			return err
		}
		fmt.Fprintln(out, "on", machine())
		drawTrips(out, all)
		drawRates(out, all)
		fmt.Fprintln(out, "ratio: to TCP, in round trips a second and in bytes a second")
		return nil
	})
}

func compareWays(ctx context.Context, s stage, ways []way) ([]figures, error) {
	trips := make([][]time.Duration, len(ways))
	rates := make([][]float64, len(ways))
	for range repetitions {
		for i, w := range ways {
			trip, rate, err := w.measure(s)
			if ctx.Err() != nil {
				return nil, context.Cause(ctx)
			} else if err != nil {
				return nil, fmt.Errorf("%s: %w", w.name, err)
			}
			trips[i] = append(trips[i], trip)
			rates[i] = append(rates[i], rate)
		}
	}
	all := make([]figures, len(ways))
	for i, w := range ways {
		slices.Sort(trips[i])
		slices.Sort(rates[i])
		all[i] = figures{w.name, trips[i][repetitions/2], rates[i][repetitions/2]}
	}
	return all, nil
}

// measure opens the way, measures both, and closes it.
func (w way) measure(s stage) (trip time.Duration, rate float64, err error) {
	left, right, err := w.open(s)
	if err != nil {
		return 0, 0, err
	}
	defer left.close()
	defer right.close()
	elapsed, err := between(
		func() error { return left.ask(turns) },
		func() error { return right.answer(turns) })
	if err != nil {
		return 0, 0, err
	}
	trip = elapsed / turns
	elapsed, err = between(
		func() error { return left.pour(volume, w.window) },
		func() error { return right.swallow(volume, w.window) })
	return trip, volume / elapsed.Seconds(), err
}
