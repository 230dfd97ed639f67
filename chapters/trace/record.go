package trace

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	recordResult = 46 // the column of results in a recorded trace, if the call before leaves room
	recordText   = 32 // bytes of a string that it shows
)

// Record is what a lesson holds of a trace: the calls of the story alone, those
// of each party together in their order. Between parties there is none that
// every run has. A program that asks for an option again and again, until it
// has a certain value, is shown to ask once.
func Record(steps []Step) string {
	byParty := make(map[Party][]*Call)
	var parties []Party
	for i := range steps {
		s := &steps[i]
		calls := byParty[s.Party]
		if s.Fold != Shown || s.Print != "" || asked(calls, &s.Call) {
			continue
		}
		if calls == nil {
			parties = append(parties, s.Party)
		}
		byParty[s.Party] = append(calls, &s.Call)
	}
	slices.SortStableFunc(parties, func(a, b Party) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.N, b.N), cmp.Compare(a.Role, b.Role))
	})
	widest := 0
	for _, p := range parties {
		widest = max(widest, len(p.String())+1)
	}
	var b strings.Builder
	for i, p := range parties {
		if i > 0 {
			b.WriteByte('\n')
		}
		for _, c := range byParty[p] {
			label := fmt.Sprintf("%-*s ", widest, p.String()+":")
			b.WriteString(label + recorded(c, recordResult-len(label)) + "\n")
		}
	}
	return b.String()
}

// asked reports whether c asks for an option that the party has asked for
// already, and done nothing since but ask.
func asked(before []*Call, c *Call) bool {
	for _, was := range slices.Backward(before) {
		if c.Name != "getsockopt" || was.Name != "getsockopt" {
			return false
		}
		if was.arg(2).Raw == c.arg(2).Raw {
			return true
		}
	}
	return false
}

// recorded is a call as Record shows it. How much of it depends on the call
// alone: not on the width, which a descriptor of two digits would change.
func recorded(c *Call, at int) string {
	result, _, _ := strings.Cut(c.ShortResult(), " (")
	return aligned(c.short(recordText), result, at)
}

// aligned puts the result at a column, or behind the call.
func aligned(call, result string, at int) string {
	return call + strings.Repeat(" ", max(1, at-utf8.RuneCountInString(call))) + "= " + result
}

// rank puts listeners first, and what is neither client nor server last.
func rank(p Party) int {
	switch p.Role {
	case Listener:
		return 0
	case Client, Server:
		return 1
	}
	return 2
}

// Columns is a call and its result in so many columns, the result at column at
// or as soon behind it as the call ends. What does not fit is left out: the
// text of an error first, then what ShortIn leaves out.
func Columns(c *Call, width, at int) string {
	result := c.ShortResult()
	before := max(at, utf8.RuneCountInString(c.Short())+1) + len("= ")
	if before+utf8.RuneCountInString(result) > width {
		result, _, _ = strings.Cut(result, " (")
	}
	return aligned(c.ShortIn(width-len(" = ")-utf8.RuneCountInString(result)), result, at)
}

// Read follows a whole log.
func Read(log string) []Step {
	var p Parser
	f := NewFollower()
	var steps []Step
	for line := range strings.Lines(log) {
		for _, c := range p.Line(line) {
			steps = append(steps, f.Follow(c)...)
		}
	}
	return append(steps, f.Flush()...)
}
