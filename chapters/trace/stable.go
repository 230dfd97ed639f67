package trace

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// What differs between two runs of a trace, or two machines, and is no
// difference: Go listens with MPTCP where the kernel has it, the backlog is the
// kernel's somaxconn, a buffer that nothing was read into has the size that the
// reads before have left, a folder for a moment is where TMPDIR says and has a
// random number, and columns are as wide as what stands in them.
var volatile = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{regexp.MustCompile(`(\bsocket\(AF_INET6?, [^,]+, )(?:MPTCP|TCP|0)\)`), "${1}TCP)"},
	{regexp.MustCompile(`(\blisten\([^,]+, )\d+\)`), "${1}BACKLOG)"},
	{regexp.MustCompile(`(\b(?:read|recvfrom)\([^,]+, (?:…|"")), \d+`), "${1}"},
	{regexp.MustCompile(`(?:/[\w.-]+)*(/[A-Za-z][\w-]*?)\d+/`), "${1}N/"},
	{regexp.MustCompile(`[ \t]+`), " "},
}

// partyNumber is that of the party whose line it is.
var partyNumber = regexp.MustCompile(`(?m)^(\w+) \d+:`)

// In a program that polls, a call that comes too early, and poll itself.
var (
	pollLine  = regexp.MustCompile(`(?m)^poller: p?(?:poll|select6?)\(.*\n?`)
	earlyLine = regexp.MustCompile(`(?m)^.* = -1 EAGAIN\n?`)
)

// Stable takes out of a recorded trace what may differ from run to run, beside
// ports, descriptors and process numbers. Which of two clients came first is
// not told, and reads that follow each other count as one: where a stream is
// cut is nobody's decision. Nor is how often a program that polls finds nothing
// and waits.
func Stable(text string) string {
	for _, v := range volatile {
		text = v.pattern.ReplaceAllString(text, v.with)
	}
	text = partyNumber.ReplaceAllString(text, "${1}:")
	if pollLine.MatchString(text) {
		text = earlyLine.ReplaceAllString(pollLine.ReplaceAllString(text, ""), "")
	}
	parties := strings.Split(strings.TrimRight(text, " \n"), "\n\n")
	for i, p := range parties {
		parties[i] = joinReads(p)
	}
	slices.Sort(parties)
	return strings.Join(parties, "\n")
}

// joinReads makes one line of reads that follow each other.
func joinReads(lines string) string {
	var b strings.Builder
	var last *reading
	for line := range strings.Lines(lines + "\n") {
		next := parseReading(strings.TrimRight(line, " \n"))
		if next != nil && last != nil && last.who == next.who {
			last.add(next)
			continue
		}
		b.WriteString(last.String())
		if last = next; next == nil {
			b.WriteString(line)
		}
	}
	b.WriteString(last.String())
	return b.String()
}

// A reading is one read of data in a recorded trace, or several.
type reading struct {
	who   string // "server: read(fd 9, "
	text  string // quoted
	cut   bool
	total int
}

var readLine = regexp.MustCompile(`^(\w+: (?:read|recvfrom)\(fd \w+, )("(?:[^"\\]|\\.)*")(…?), \d+(?:, 0, NULL, NULL)?\) = (\d+)$`)

// parseReading reads a line, or returns nil. The end of a stream is no reading:
// it has no size left by then.
func parseReading(line string) *reading {
	m := readLine.FindStringSubmatch(line)
	if m == nil {
		return nil
	}
	n, err := strconv.Atoi(m[4])
	if err != nil {
		return nil
	}
	return &reading{who: m[1], text: m[2], cut: m[3] != "", total: n}
}

// add joins what was read next. Of a text that is shown in part, and of more
// than a trace shows, only the size can be compared.
func (r *reading) add(next *reading) {
	text, err1 := strconv.Unquote(r.text)
	more, err2 := strconv.Unquote(next.text)
	r.total += next.total
	r.cut = r.cut || next.cut || err1 != nil || err2 != nil
	r.text = strconv.Quote(text + more)
}

func (r *reading) String() string {
	switch {
	case r == nil:
		return ""
	case r.cut || r.total > recordText:
		return r.who + "…) = " + strconv.Itoa(r.total) + "\n"
	}
	return r.who + r.text + ") = " + strconv.Itoa(r.total) + "\n"
}
