package batching

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"slices"
	"time"
)

// costRounds is how often each thing is measured. The median counts.
const costRounds = 15

// A costItem is something whose price is asked.
type costItem struct {
	name  string
	turns int               // in one round
	do    func(n int) error // so many turns
	after func() error      // what a round leaves is cleared away; not counted
	each  []time.Duration   // what a round took
}

// costUnit is the item that the others are compared with.
const costUnit = "getppid, by itself"

// Cost measures what a system call costs on this machine, beside what a
// program does without one, and beside the work that calls are made for.
func Cost(ctx context.Context, out io.Writer) error {
	stage, err := openCost()
	if err != nil {
		return err
	}
	defer stage.close()
	items := stage.items()
	for range costRounds { // in turn, so that a disturbance falls on all alike
		for i := range items {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			if err := items[i].measure(); err != nil {
				return fmt.Errorf("%s: %w", items[i].name, err)
			}
		}
	}
	showCost(out, items)
	return nil
}

// measure does a round on one thread: each change of threads would be in the
// figures.
func (c *costItem) measure() error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	start := time.Now()
	if err := c.do(c.turns); err != nil {
		return err
	}
	c.each = append(c.each, time.Since(start))
	if c.after == nil {
		return nil
	}
	return c.after()
}

// price is the median of the rounds, in nanoseconds for one turn.
func (c *costItem) price() float64 {
	slices.Sort(c.each)
	return float64(c.each[len(c.each)/2]) / float64(c.turns)
}

func showCost(out io.Writer, items []costItem) {
	i := slices.IndexFunc(items, func(c costItem) bool { return c.name == costUnit })
	unit := items[i].price()
	fmt.Fprintf(out, "%-42s %11s %9s\n", "", "each", "ratio")
	for i := range items {
		price := items[i].price()
		fmt.Fprintf(out, "%-42s %9.1fns %9.2f\n", items[i].name, price, price/unit)
	}
	fmt.Fprintf(out, "ratio: to %s\n", costUnit)
}
