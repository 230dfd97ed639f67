package wire

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

const (
	// aLot is how many bytes of data make what passes in both directions pass at
	// the same time: more than one write, or one read, of an ordinary program.
	aLot = 32 << 10
	// often is how many times the direction may change for its order to count.
	often = 16
)

// A joiner makes one rung of segments that follow each other.
type joiner struct {
	rungs  []rung
	data   []bool // of each rung: that it is data
	secret bool   // TLS: sizes depend on keys and signatures
	most   uint64
}

func (j *joiner) add(r rung) {
	if n := len(j.rungs); n > 0 && j.rungs[n-1] == r {
		return
	}
	j.rungs, j.data = append(j.rungs, r), append(j.data, false)
}

// segment adds what a segment begins, carries and ends.
func (j *joiner) segment(back bool, flags string, seq, size uint64) {
	has := func(flag string) bool { return strings.Contains(flags, flag) }
	switch {
	case has("SYN") && has("ACK"):
		j.add(rung{back, "SYN ACK"})
	case has("SYN"):
		j.add(rung{back, "SYN"})
	}
	if has("SYN") {
		seq++
	}
	if size > 0 {
		j.carry(back, seq+size)
	}
	switch {
	case has("FIN"):
		j.add(rung{back, fmt.Sprintf("FIN at %d", seq+size)})
	case has("RST"):
		j.add(rung{back, "RST"})
	}
}

// carry adds data up to a number.
func (j *joiner) carry(back bool, end uint64) {
	j.most = max(j.most, end)
	j.replace(rung{back, fmt.Sprintf("data up to %d", end-1)})
}

// replace adds data in place of that in front of it, in the same direction.
func (j *joiner) replace(r rung) {
	if n := len(j.rungs) - 1; n >= 0 && j.data[n] && j.rungs[n].back == r.back {
		j.rungs[n] = r
		return
	}
	j.rungs, j.data = append(j.rungs, r), append(j.data, true)
}

var recordCount = regexp.MustCompile(`^\d+ `)

// records adds the names of TLS records, each once if it repeats.
func (j *joiner) records(back bool, names string) {
	for name := range strings.SplitSeq(names, ", ") {
		if name = recordCount.ReplaceAllString(name, ""); name != "the same record" {
			j.rungs, j.data = append(j.rungs, rung{back, "TLS " + name}), append(j.data, false)
		}
	}
}

// done returns the rungs: in their order, or those of each direction if there
// is none that every run has.
func (j *joiner) done() []rung {
	turns := 0
	for i := range j.rungs {
		if i > 0 && j.rungs[i].back != j.rungs[i-1].back {
			turns++
		}
	}
	if !j.secret && j.most <= aLot && turns <= often {
		return j.rungs
	}
	each := [2]*joiner{{}, {}}
	for i, r := range j.rungs {
		one := each[r.way()]
		switch {
		case j.data[i] && j.secret:
		case j.data[i]:
			one.replace(r)
		case j.secret && strings.HasPrefix(r.text, "FIN "):
			one.add(rung{r.back, "FIN"})
		default:
			one.add(r)
		}
	}
	return slices.Concat(each[0].rungs, each[1].rungs)
}
