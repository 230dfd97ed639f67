package securestream

import (
	"fmt"
	"io"
	"strings"
	"time"
)

const costBar = 40 // columns, of the longest bar

// A costBarOf is a measurement, as far as it has been made.
type costBarOf struct {
	label string
	count float64
	took  time.Duration
}

// rate is the count a second.
func (b costBarOf) rate() float64 { return b.count / b.took.Seconds() }

// costDraw draws rates in proportion, and says what part of the first each is.
func costDraw(out io.Writer, bars []costBarOf, unit float64) {
	longest := 0.0
	for _, b := range bars {
		longest = max(longest, b.rate())
	}
	for _, b := range bars {
		columns := max(1, int(costBar*b.rate()/longest))
		fmt.Fprintf(out, "  %-14s %8.0f  %4.2f  %s\n", b.label, b.rate()/unit, b.rate()/bars[0].rate(), strings.Repeat("▇", columns))
	}
}
