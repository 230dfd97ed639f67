package unixdomain

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// yardstick is the way that the others are compared with.
const yardstick = "TCP"

// drawTrips draws how many round trips a second each way makes, so that in
// both pictures the longer bar is the better one.
func drawTrips(out io.Writer, all []figures) {
	fmt.Fprintf(out, "round trips of %d bytes; median of %d times %d\n", question, repetitions, turns)
	drawBars(out, all,
		func(f figures) float64 { return float64(time.Second) / float64(f.trip) },
		func(f figures) string { return f.trip.Round(100 * time.Nanosecond).String() })
}

// drawRates draws how many bytes a second each way carries.
func drawRates(out io.Writer, all []figures) {
	fmt.Fprintf(out, "%d MiB in writes of %d KiB; median of %d\n", volume>>20, chunk>>10, repetitions)
	drawBars(out, all,
		func(f figures) float64 { return f.rate },
		func(f figures) string { return fmt.Sprintf("%.0f MiB/s", f.rate/(1<<20)) })
}

// drawBars writes one line a way. The longest bar is the best way's.
func drawBars(out io.Writer, all []figures, worth func(figures) float64, text func(figures) string) {
	const width = 24
	var most, against float64
	for _, f := range all {
		most = max(most, worth(f))
		if f.name == yardstick {
			against = worth(f)
		}
	}
	fmt.Fprintf(out, "%-12s %-*s %5s\n", "", width, "", "ratio")
	for _, f := range all {
		cells := max(1, int(width*worth(f)/most+0.5))
		fmt.Fprintf(out, "%-12s %-*s %5.2f %12s\n", f.name, width, strings.Repeat("█", cells), worth(f)/against, text(f))
	}
}

// machine is what the figures hold for: they are not those of another.
func machine() string {
	var u unix.Utsname
	_ = unix.Uname(&u) // fails only on a bad address
	model := runtime.GOARCH
	info, err := os.ReadFile("/proc/cpuinfo")
	if err == nil { // without it, the architecture will do
		lines := strings.Split(string(info), "\n")
		i := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, "model name") })
		if i >= 0 {
			_, model, _ = strings.Cut(lines[i], ": ")
		}
	}
	release := strings.SplitN(unix.ByteSliceToString(u.Release[:]), ".", 3)
	return fmt.Sprintf("%d × %s, Linux %s, %s", runtime.NumCPU(), model, strings.Join(release[:min(2, len(release))], "."), runtime.Version())
}
