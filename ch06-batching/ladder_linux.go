package batching

import (
	"context"
	"errors"
	"io"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sys/unix"
)

// How many bursts of each rung are measured, and for how long at most.
const (
	ladderRounds = 60
	ladderTime   = 2 * time.Second
)

// A rungResult is what one technique managed. Of the figures for one burst,
// the median counts.
type rungResult struct {
	Name     string  `json:"name"`
	Receives bool    `json:"receives"`
	Rate     float64 `json:"packets_per_second,omitempty"`
	Calls    float64 `json:"calls_per_packet,omitempty"` // 0: not counted
	CPU      float64 `json:"cpu_ns_per_packet,omitempty"`
	Ratio    float64 `json:"ratio,omitempty"` // of Rate, to the plain loop's
	Missing  string  `json:"missing,omitempty"`

	elapsed, cpu []time.Duration
}

// Ladder measures every technique of the chapter, in turn, in one run: packets
// a second, system calls a packet as ptrace(2) counts them, processor time a
// packet, and how that compares with one call for each. Sender and receiver
// take turns on one thread: the figures of the one are without the other's.
func Ladder(ctx context.Context, out io.Writer) error {
	results, err := climb(ctx)
	if err != nil {
		return err
	}
	drawLadder(out, results)
	return nil
}

// LadderArgs is [Ladder], in the form that its one argument names: json.
func LadderArgs(ctx context.Context, out io.Writer, args []string) error {
	if !slices.Equal(args, []string{"json"}) {
		return errors.New("ladder takes one argument: json")
	}
	results, err := climb(ctx)
	if err != nil {
		return err
	}
	return writeLadder(out, results)
}

// climb measures all rungs, a burst of each in turn, so that a disturbance
// falls on all alike.
func climb(ctx context.Context) ([]rungResult, error) {
	all := rungs()
	results := make([]rungResult, len(all))
	stages := make([]*ladderStage, len(all))
	for i := range all {
		results[i] = rungResult{Name: all[i].name, Receives: all[i].receives}
		stage, err := openLadder(&all[i])
		if err != nil {
			results[i].Missing = err.Error() // this kernel has no such thing
			continue
		}
		defer stage.close()
		stages[i] = stage
	}
	runtime.LockOSThread() // the processor time is that of a thread
	defer runtime.UnlockOSThread()
	start := time.Now()
	for round := 0; round < ladderRounds && (round == 0 || time.Since(start) < ladderTime); round++ {
		for i := range all {
			if ctx.Err() != nil {
				return nil, context.Cause(ctx)
			}
			if stages[i] == nil {
				continue
			}
			if err := results[i].measure(&all[i], stages[i]); err != nil {
				return nil, err
			}
		}
	}
	calls, err := countLadder(ctx)
	summarise(results, calls)
	return results, err
}

// threadTime is the processor time that this thread has had. It is exact where
// getrusage(2) may be a tick behind.
func threadTime() time.Duration {
	var ts unix.Timespec
	_ = unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &ts) // the clock exists
	return time.Duration(ts.Nano())
}
