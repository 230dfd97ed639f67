package stage

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// maxLine is the length in bytes at which a line is shown though it has not
// ended, so that one without an end takes no memory.
const maxLine = 16 << 10

// lines is a writer that shows what is written to it a line at a time, as soon
// as the line is whole.
type lines struct {
	show    func(line string)
	tooMany func()

	rest  []byte // of the line that has not ended
	shown int
}

func (l *lines) Write(p []byte) (int, error) {
	l.rest = append(l.rest, p...)
	for {
		end := bytes.IndexByte(l.rest, '\n')
		next := end + 1
		if end < 0 && len(l.rest) >= maxLine {
			end, next = maxLine, maxLine
		}
		if end < 0 {
			return len(p), nil
		}
		l.one(string(l.rest[:end]))
		l.rest = l.rest[next:]
	}
}

// flush shows a last line that has no end.
func (l *lines) flush() {
	if len(l.rest) > 0 {
		l.one(string(l.rest))
		l.rest = nil
	}
}

func (l *lines) one(line string) {
	switch l.shown++; {
	case l.shown <= maxLines:
		l.show(strings.TrimSuffix(line, "\r"))
	case l.shown == maxLines+1:
		l.tooMany()
	}
}

var partyLabel = regexp.MustCompile(`^((?:[a-z]+ )?(?:client|server)|[a-z][a-z0-9-]*)( \d+)?: `)

// label splits off the label of a line, with its colon, and the party it
// names. Both are empty for a line of narration.
func label(line string) (label, party string) {
	m := partyLabel.FindStringSubmatch(line)
	if m == nil {
		return "", ""
	}
	return strings.TrimSuffix(m[0], " "), m[1] + m[2]
}

// Visible writes out what would move the cursor or change the terminal.
func Visible(line string) string {
	if strings.IndexFunc(line, unicode.IsControl) < 0 {
		return line
	}
	var b strings.Builder
	for _, c := range line {
		switch {
		case c == '\t':
			b.WriteString("    ")
		case unicode.IsControl(c):
			fmt.Fprintf(&b, `\x%02x`, c)
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}
