package batching

import (
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// BenchmarkAgainstC measures rungs of the ladder and the same in C
// (testdata/burst.c), in turn, in one run. "ratio" is the rate of Go's packets
// to that of C's in the same way; "of-best", to that of the best way in C.
func BenchmarkAgainstC(b *testing.B) {
	program := compileBurst(b)
	byName := map[string]rung{}
	for _, r := range rungs() {
		byName[r.name] = r
	}
	for _, pair := range []struct{ way, rung string }{
		{"sendto", "net: WriteTo"},
		{"send", plainSend},
		{"send", "send"},
		{"sendmmsg", "x/net: 64"},
		{"sendmmsg", "sendmmsg 128"},
		{"gso", "net: GSO 64"},
		{"gso", "GSO 64"},
		{"gso-sendmmsg", "GSO 64, sendmmsg 2"},
	} {
		b.Run(pair.way+"/"+pair.rung, func(b *testing.B) {
			var ours, theirs, best []time.Duration
			for b.Loop() {
				theirs = append(theirs, inC(b, program, pair.way))
				best = append(best, min(inC(b, program, "gso"), inC(b, program, "gso-sendmmsg")))
				ours = append(ours, inGo(b, byName[pair.rung]))
			}
			mine, its := middle(ours), middle(theirs)
			b.ReportMetric(0, "ns/op") // a run of both programs is of no interest
			b.ReportMetric(ladderBurst/mine.Seconds(), "packets/s")
			b.ReportMetric(ladderBurst/its.Seconds(), "in-C/s")
			b.ReportMetric(float64(its)/float64(mine), "ratio")
			b.ReportMetric(float64(middle(best))/float64(mine), "of-best")
		})
	}
}

// burstRounds is how many bursts one measurement is the median of.
const burstRounds = 1000

func compileBurst(b *testing.B) string {
	b.Helper()
	if _, err := exec.LookPath("gcc"); err != nil {
		b.Skip("needs the program gcc; apt-get install gcc libc6-dev")
	}
	program := filepath.Join(b.TempDir(), "burst")
	out, err := exec.Command("gcc", "-O2", "-Wall", "-Wextra", "-Werror", "-o", program, "testdata/burst.c").CombinedOutput()
	require.NoError(b, err, "%s", out)
	return program
}

// inC returns what a burst took in C.
func inC(b *testing.B, program, way string) time.Duration {
	b.Helper()
	out, err := exec.Command(program, way, strconv.Itoa(burstRounds)).Output()
	require.NoError(b, err)
	ns, err := strconv.ParseInt(strings.TrimSpace(string(out)), 10, 64)
	require.NoError(b, err)
	return time.Duration(ns)
}

func middle(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}

func inGo(b *testing.B, r rung) time.Duration {
	b.Helper()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	stage, err := openLadder(&r)
	require.NoError(b, err)
	defer stage.close()
	var res rungResult
	for range burstRounds {
		require.NoError(b, res.measure(&r, stage))
	}
	return middle(res.elapsed)
}
