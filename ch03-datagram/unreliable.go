package datagram

import (
	"context"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"time"
)

// Unreliable sends ten datagrams through a network that treats them badly, and
// then the same ten through the same network: the seed decides each one's
// fate, so the second run is the first again. Another seed is another run.
func Unreliable(ctx context.Context, out io.Writer) error {
	rates := Rates{Drop: 0.2, Duplicate: 0.2, Reorder: 0.2, Truncate: 0.15, Hold: 10 * time.Second}
	var runs []unreliableRun
	for _, seed := range []uint64{unreliableSeed, unreliableSeed, unreliableSeed + 1} {
		run, err := unreliably(ctx, &Relay{Seed: seed, Rates: rates}, 10)
		if err != nil {
			return err
		}
		runs = append(runs, run)
	}
	runs[0].show(out)
	fmt.Fprintf(out, "network: the same seed: the same fates, %t\n", slices.Equal(runs[0].fates, runs[1].fates))
	fmt.Fprintf(out, "server: the same arrivals, %t\n", slices.Equal(runs[0].came, runs[1].came))
	fmt.Fprintf(out, "network: the next seed: the same fates, %t\n", slices.Equal(runs[0].fates, runs[2].fates))

	slow, err := unreliably(ctx, &Relay{Seed: unreliableSeed, Rates: Rates{Delay: 1, Hold: 200 * time.Millisecond}}, 3)
	if err != nil {
		return err
	}
	for _, f := range slow.fates {
		fmt.Fprintf(out, "network: %d %v\n", f.N, f)
	}
	fmt.Fprintf(out, "server: %d came, each when its time was over\n", len(slow.came))
	return nil
}

// unreliableSeed is one with which each kind of mishap happens.
const unreliableSeed = 767

// An unreliableRun is what became of the datagrams of one run.
type unreliableRun struct {
	fates []Fate
	came  []string
}

func (r unreliableRun) show(out io.Writer) {
	for _, f := range r.fates {
		fmt.Fprintf(out, "network: %d %v\n", f.N, f)
	}
	fmt.Fprintf(out, "server: %s\n", strings.Join(r.came, " | "))
}

// unreliably sends count datagrams through r, over loopback, and waits until
// all that are not lost have come.
func unreliably(ctx context.Context, r *Relay, count int) (unreliableRun, error) {
	var run unreliableRun
	server, err := net.ListenUDP("udp4", &net.UDPAddr{IP: netLoopback})
	if err != nil {
		return run, err
	}
	defer server.Close()
	fates := make(chan Fate, count)
	r.Server, r.Saw = server.LocalAddr(), func(f Fate) { fates <- f }
	client, stop, err := throughRelay(ctx, r)
	if err != nil {
		return run, err
	}
	defer stop()
	expected := 0
	for i := range count {
		if _, err := fmt.Fprintf(client, "datagram %d", i+1); err != nil {
			return run, err
		}
		select {
		case f := <-fates:
			run.fates = append(run.fates, f)
			if !f.Dropped {
				expected += f.Copies
			}
		case <-ctx.Done():
			return run, context.Cause(ctx)
		}
	}
	run.came, err = netReceive(ctx, server, expected)
	return run, err
}
