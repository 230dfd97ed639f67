package batching

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// measure does one burst.
func (res *rungResult) measure(r *rung, s *ladderStage) error {
	if err := r.fill(s); err != nil {
		return fmt.Errorf("%s: %w", r.name, err)
	}
	cpu, start := threadTime(), time.Now()
	err := r.burst(s)
	elapsed := time.Since(start)
	res.elapsed = append(res.elapsed, elapsed)
	res.cpu = append(res.cpu, threadTime()-cpu)
	if err != nil {
		return fmt.Errorf("%s: %w", r.name, err)
	}
	came, err := s.drain()
	if err == nil && !r.receives && came != ladderBurst {
		return missing{what: fmt.Sprintf("a receive buffer here holds %d of %d packets", came, ladderBurst),
			remedy: "sudo sysctl net.core.rmem_max=425984"}
	}
	return err
}

// fill puts a burst into the sink of a rung that receives.
func (r *rung) fill(s *ladderStage) error {
	if !r.receives {
		return nil
	}
	return burstMessages(ladderBurst)(s)
}

// countLadder has one burst of each rung traced, and returns the system calls
// in it by the rung's name. Where nothing may be traced it returns none.
func countLadder(ctx context.Context) (map[string]int, error) {
	acts, err := traced(ctx, "ladder")
	if errors.Is(err, errors.ErrUnsupported) {
		return nil, nil
	}
	calls := map[string]int{}
	for _, act := range acts {
		calls[act.title] = len(act.calls)
	}
	return calls, err
}

// performLadder does one burst of each rung that this kernel has.
func performLadder() error {
	for _, r := range rungs() {
		s, err := openLadder(&r)
		if err != nil {
			continue // Ladder says so
		}
		if err := r.fill(s); err != nil {
			return err
		}
		switch {
		case r.ring:
			markDescriptors(r.name, s.ring.fd)
		case r.receives:
			markDescriptors(r.name, s.sink)
		default:
			markDescriptors(r.name, s.fd)
		}
		err = r.burst(s)
		markDescriptors("") // the end of the act
		if err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		s.close()
	}
	return nil
}

// summarise works out what one packet took, from the medians.
func summarise(results []rungResult, calls map[string]int) {
	plain := map[bool]float64{}
	for i := range results {
		res := &results[i]
		if res.Missing != "" {
			continue
		}
		slices.Sort(res.elapsed)
		slices.Sort(res.cpu)
		middle := len(res.elapsed) / 2
		res.Rate = ladderBurst / res.elapsed[middle].Seconds()
		res.CPU = float64(res.cpu[middle]) / ladderBurst
		res.Calls = float64(calls[res.Name]) / ladderBurst
		if res.Name == plainSend || res.Name == plainReceive {
			plain[res.Receives] = res.Rate
		}
		res.Ratio = res.Rate / plain[res.Receives]
	}
}
