package wire

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A line of a drawn ladder: a rung, what had no room on it, or a title.
var (
	rungLine  = regexp.MustCompile(`^(\d+) +│(◀?)─+ (.*?) ─+(▶?)│$`)
	belowLine = regexp.MustCompile(`^(\d+) +│    (.*?) *│$`)
	titleLine = regexp.MustCompile(`^(\d+) +((?:client|server) .*)$`)
)

// What a rung says that differs from run to run, or from machine to machine.
var volatile = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{regexp.MustCompile(`^(echo \w+) id \d+`), "${1}"},
	{regexp.MustCompile(`\bis at [0-9a-f:]+$`), "is at MAC"},
	{regexp.MustCompile(`(\blen \d+(?:, fragment \d+-\d+)?) ".*\\x.*$`), "${1}"}, // bytes, not text: numbers that are drawn
	{regexp.MustCompile(` +`), " "},
}

// Stable takes out of a recorded ladder what may differ from run to run, beside
// ports and durations, and leaves of each pair of ends: what begins and ends
// a connection, how much data went which way in between, each datagram, each
// message. Where TCP cuts its data into segments, when it acknowledges them and
// which it sends twice is the moment's; so is which of two pairs came first,
// and what passes at the same time in both directions.
func Stable(text string) string {
	pairs := make(map[string]*stablePair)
	last := ""
	at := func(n string) *stablePair {
		if pairs[n] == nil {
			pairs[n] = &stablePair{}
		}
		return pairs[n]
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \n")
		if m := rungLine.FindStringSubmatch(line); m != nil {
			at(m[1]).rungs = append(at(m[1]).rungs, rung{back: m[2] != "", text: m[3]})
			last = m[1]
		} else if m := belowLine.FindStringSubmatch(line); m != nil && m[1] == last {
			p := at(m[1])
			p.rungs[len(p.rungs)-1].text += " " + m[2]
		} else if m := titleLine.FindStringSubmatch(line); m != nil {
			at(m[1]).title += strings.Join(strings.Fields(m[2]), " ") + " "
		}
	}
	var all []string
	for _, p := range pairs {
		all = append(all, p.stable())
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

// A stablePair is what the ladder says of one pair.
type stablePair struct {
	title string
	rungs []rung
}

type rung struct {
	back bool
	text string
}

// way is 0 from the client, 1 from the server.
func (r rung) way() int {
	if r.back {
		return 1
	}
	return 0
}

func (r rung) String() string {
	if r.back {
		return "← " + r.text
	}
	return "→ " + r.text
}

// stable is the pair's part of what is compared.
func (p *stablePair) stable() string {
	var b strings.Builder
	b.WriteString(strings.TrimRight(p.title, " ") + "\n")
	rungs := p.others()
	if strings.Contains(p.title, " TCP") {
		rungs = p.tcp()
	}
	for _, r := range rungs {
		b.WriteString(r.String() + "\n")
	}
	return b.String()
}

// others are the rungs of what is not TCP, those of each direction in their
// order: a datagram does not tell which one it answers, and where there are
// several under way an answer to one may pass the next, or be passed by it.
func (p *stablePair) others() []rung {
	var each [2][]rung
	for _, r := range p.rungs {
		for _, v := range volatile {
			r.text = v.pattern.ReplaceAllString(r.text, v.with)
		}
		each[r.way()] = append(each[r.way()], r)
	}
	return slices.Concat(each[0], each[1])
}

var segmentText = regexp.MustCompile(`^((?:[A-Z]{3} ?)+) seq (\d+)(?: ack \d+)?(?: len (\d+))?(?: urg \d+)?(?: win 0)?(?: \(([a-z -]+)\))?(?: TLS (.*))?`)

// tcp joins the segments of a connection.
func (p *stablePair) tcp() []rung {
	j := joiner{}
	for _, r := range p.rungs {
		m := segmentText.FindStringSubmatch(r.text)
		if m == nil { // an ICMP error
			j.add(r)
			continue
		}
		if m[4] != "" && m[4] != "after a gap" {
			continue
		}
		seq, _ := strconv.ParseUint(m[2], 10, 32) // digits
		size, _ := strconv.ParseUint(m[3], 10, 32)
		if m[5] != "" {
			j.secret = true
			j.records(r.back, m[5])
		}
		j.segment(r.back, m[1], seq, size)
	}
	return j.done()
}
