package stream

import (
	"cmp"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"time"
)

// A chart is what is drawn of several shapes, one bar each.
type chart []bar

type bar struct {
	name  string
	rate  float64       // echoes a second
	cpu   time.Duration // the server's, for one echo
	first time.Duration // until the last client had its first echo
}

// newBar takes the median of each figure by itself.
func newBar(name string, l load, runs []result) bar {
	echoes := l.conns * l.turns
	elapsed := median(runs, func(r result) time.Duration { return r.elapsed })
	return bar{
		name:  name,
		rate:  float64(echoes) / elapsed.Seconds(),
		cpu:   median(runs, func(r result) time.Duration { return r.serverCPU }) / time.Duration(echoes),
		first: median(runs, func(r result) time.Duration { return r.firstAnswer }),
	}
}

// median is the middle of one figure of several runs.
func median[N cmp.Ordered](runs []result, figure func(result) N) N {
	var all []N
	for _, r := range runs {
		all = append(all, figure(r))
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// explain says what the columns are, and a name that is not a shape's.
func explain(out io.Writer) {
	fmt.Fprintf(out, "ratio, to C: echoes a second, against %s and against C\n", usual)
	fmt.Fprintln(out, "CPU/echo: the server's processor time for one echo")
	fmt.Fprintln(out, "1st echo: the longest that a client waited for its first")
	fmt.Fprintf(out, "%s: an event loop for each processor, %d here\n", sharedPort, runtime.NumCPU())
}

// draw writes one line a shape. The longest bar is the fastest shape's, and
// the two ratios compare its rate with the usual shape's and with C's.
func (c chart) draw(out io.Writer) {
	const width = 18
	most := slices.MaxFunc(c, func(a, b bar) int { return cmp.Compare(a.rate, b.rate) }).rate
	fmt.Fprintf(out, "%-12s %-*s %5s %5s %8s %8s %8s\n", "", width, "", "ratio", "to C", "echoes/s", "CPU/echo", "1st echo")
	for _, b := range c {
		cells := max(1, int(width*b.rate/most+0.5))
		fmt.Fprintf(out, "%-12s %-*s %5s %5s %8.0f %8s %8v\n", b.name, width, strings.Repeat("█", cells),
			c.ratio(b, usual), c.ratio(b, inC), b.rate, b.cpuText(), b.first.Round(100*time.Microsecond))
	}
}

// ratio compares b's rate with that of the shape of that name, if it ran.
func (c chart) ratio(b bar, name string) string {
	i := slices.IndexFunc(c, func(b bar) bool { return b.name == name })
	if i < 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", b.rate/c[i].rate)
}

func (b bar) cpuText() string {
	if b.cpu <= 0 {
		return "-"
	}
	return b.cpu.Round(100 * time.Nanosecond).String()
}
