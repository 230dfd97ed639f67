package batching

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// drawLadder writes a line a rung. The longest bar of each direction is that
// of its best rung.
func drawLadder(out io.Writer, results []rungResult) {
	fmt.Fprintln(out, "on", ladderMachine())
	for _, receives := range []bool{false, true} {
		title := "sending"
		if receives {
			title = "receiving"
		}
		drawDirection(out, title, slices.DeleteFunc(slices.Clone(results),
			func(r rungResult) bool { return r.Receives != receives }))
	}
	fmt.Fprintf(out, "packets of %d bytes, in bursts of %d; median of %d bursts\n",
		ladderSize, ladderBurst, len(results[0].elapsed))
	fmt.Fprintln(out, "ratio: of packets a second, to one system call for each")
	for _, r := range results {
		if r.Missing != "" {
			fmt.Fprintf(out, "%s: %s\n", strings.TrimSpace(r.Name), r.Missing)
		}
	}
}

func drawDirection(out io.Writer, title string, results []rungResult) {
	const width = 16
	most := slices.MaxFunc(results, func(a, b rungResult) int { return cmp.Compare(a.Rate, b.Rate) }).Rate
	fmt.Fprintf(out, "%-18s %-*s %6s %9s %6s %9s\n", title, width, "", "ratio", "packets/s", "calls", "CPU")
	for _, r := range results {
		if r.Missing != "" {
			fmt.Fprintf(out, "%-18s %-*s %6s\n", r.Name, width, "", "-")
			continue
		}
		cells := max(1, int(width*r.Rate/most+0.5))
		calls := "-"
		if r.Calls > 0 {
			calls = fmt.Sprintf("%.3f", r.Calls)
		}
		fmt.Fprintf(out, "%-18s %-*s %6.2f %9.0f %6s %7.0fns\n",
			r.Name, width, strings.Repeat("█", cells), r.Ratio, r.Rate, calls, r.CPU)
	}
}

// writeLadder writes the same as JSON.
func writeLadder(out io.Writer, results []rungResult) error {
	text, err := json.MarshalIndent(struct {
		Machine string       `json:"machine"`
		Size    int          `json:"packet_bytes"`
		Rungs   []rungResult `json:"rungs"`
	}{ladderMachine(), ladderSize, results}, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s\n", text)
	return err
}

// ladderMachine is what the figures hold for: they are not those of another.
func ladderMachine() string {
	var u unix.Utsname
	_ = unix.Uname(&u) // fails only on a bad address
	release := strings.SplitN(unix.ByteSliceToString(u.Release[:]), ".", 3)
	return fmt.Sprintf("%d × %s, Linux %s, %s", runtime.NumCPU(), runtime.GOARCH,
		strings.Join(release[:min(2, len(release))], "."), runtime.Version())
}
