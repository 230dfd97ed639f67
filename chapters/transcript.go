package chapters

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pmezard/go-difflib/difflib"

	"sockbook/chapters/trace"
	"sockbook/chapters/wire"
)

// What differs between two runs of the same example, and what stands in its
// place when transcripts are compared. Durations come before sizes, so that
// "about 980ms" and "about 1.02s" are the same.
var volatile = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{regexp.MustCompile(`(\b\d{1,3}(?:\.\d{1,3}){3}|\[[0-9A-Fa-f:.]+(?:%\w+)?\]):\d{1,5}\b`), "${1}:PORT"},
	{regexp.MustCompile(`\bpid \d+\b`), "pid PID"},
	{regexp.MustCompile(`\bfd \d+\b`), "fd FD"},
	{regexp.MustCompile(`\b(?:\d+(?:\.\d+)?(?:ns|us|µs|μs|ms|s|m|h))+\b`), "DURATION"},
	{regexp.MustCompile(`\b\d+(?:\.\d+)? (?:ns|us|µs|μs|ms|s)\b`), "DURATION"},
	{regexp.MustCompile(`\babout \d[\d,]*(?:\.\d+)?`), "about SIZE"},
}

// Normalise takes the volatile parts out of a transcript: the port after an IP
// address, "pid 4711", "fd 7", a duration ("302ms", "1m2.5s", "12 ms"), and the
// number after "about ". Everything else stays, for everything else must come
// out the same in every run.
func Normalise(s string) string {
	for _, v := range volatile {
		s = v.pattern.ReplaceAllString(s, v.with)
	}
	return s
}

var (
	// Block elements, U+2580 to U+259F: what bars are drawn with.
	bars    = regexp.MustCompile(`[\x{2580}-\x{259F}]+`)
	numbers = regexp.MustCompile(`[+-]?\d[\d,]*(?:\.\d+)?`)
	spaces  = regexp.MustCompile(`[ \t]+`)
	margins = regexp.MustCompile(` ?\n ?`)
)

// NormaliseMeasured leaves of a transcript only its labels and its structure:
// every number counts as every other, a bar has no length, and columns no
// width.
func NormaliseMeasured(s string) string {
	s = Normalise(s)
	s = bars.ReplaceAllString(s, " ")
	s = numbers.ReplaceAllString(s, "N")
	s = spaces.ReplaceAllString(s, " ")
	return strings.Trim(margins.ReplaceAllString(s, "\n"), " ")
}

// normalise is the comparison that the block's directive asks for.
func (b *Block) normalise(s string) string {
	switch b.View {
	case "trace":
		s = trace.Stable(Normalise(s))
	case "wire":
		s = wire.Stable(Normalise(s))
	}
	if b.Measured {
		return NormaliseMeasured(s)
	}
	return Normalise(s)
}

// drift is the unified diff from shown to real, "" if they are equal.
func drift(shownAs, shown, realAs, real string) string {
	if shown == real {
		return ""
	}
	diff, _ := difflib.GetUnifiedDiffString(difflib.UnifiedDiff{ // its error is that of a strings.Builder: none
		A: lines(shown), FromFile: shownAs,
		B: lines(real), ToFile: realAs,
		Context: 3,
	})
	return diff
}

func lines(s string) []string { return slices.Collect(strings.Lines(ended(s))) }
