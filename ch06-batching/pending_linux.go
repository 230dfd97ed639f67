package batching

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// Pending puts the two ways in which a UWP program sends many messages beside
// Go's, and counts the system calls of each. In the first every write is
// started and then all are awaited (Task.WaitAll); in the second writes only
// collect, and a Flush (FlushAsync) is the barrier behind which all are
// written. The first overlaps what the second batches.
func Pending(ctx context.Context, out io.Writer) error {
	acts, err := traced(ctx, "pending")
	if err != nil {
		return err
	}
	if len(acts) != len(pendingWays) {
		return fmt.Errorf("%d of %d ways were traced", len(acts), len(pendingWays))
	}
	fmt.Fprintf(out, "client: %d messages of %d bytes\n", pendingCount, pendingSize)
	for i, act := range acts {
		act.show(out)
		came, err := pendingOrder(ctx, pendingWays[i].send, pendingWays[i].overlaps)
		if err != nil {
			return err
		}
		at := firstOutOfPlace(came)
		if at < 0 {
			fmt.Fprintln(out, "server: they come in order")
			continue
		}
		fmt.Fprintf(out, "server: they come whole, but not in order: at place about %d message about %d\n",
			at, came[at])
	}
	return nil
}

// pendingOrder returns the order in which the messages come. Those that
// overlap may come in order by chance, and are then sent again: nothing
// promises them any order.
func pendingOrder(ctx context.Context, send pendingSend, overlaps bool) ([]int, error) {
	for range 1000 {
		came, err := pendingArrivals(ctx, send)
		if err != nil || !overlaps || firstOutOfPlace(came) >= 0 {
			return came, err
		}
	}
	return nil, errors.New("a thousand times in order")
}

// firstOutOfPlace is the first place where a number is not its own, or -1.
func firstOutOfPlace(came []int) int {
	for i, n := range came {
		if n != i {
			return i
		}
	}
	return -1
}
