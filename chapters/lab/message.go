package lab

import (
	"regexp"
	"strings"
)

// reported is the line of a test's own failure.
var reported = regexp.MustCompile(`^( +)\w+_test\.go:\d+: (.*)$`)

// detail is a line such as "input: …" below it.
var detail = regexp.MustCompile(`^(input|got|want|printed): (.*)$`)

// message finds in what a process printed the first thing that the test
// reported: what it shows, and the lines of detail below it.
func message(stdout, test string) (shows string, details []Detail) {
	if i := strings.LastIndex(stdout, "--- FAIL: "+test+" "); i >= 0 {
		stdout = stdout[i:]
	}
	indent := ""
	for line := range strings.Lines(stdout) {
		line = strings.TrimRight(line, "\r\n")
		if m := reported.FindStringSubmatch(line); m != nil {
			if shows != "" {
				break
			}
			indent, shows = m[1]+"    ", m[2]
			continue
		}
		rest, below := strings.CutPrefix(line, indent)
		switch m := detail.FindStringSubmatch(rest); {
		case shows == "" || !below:
		case m != nil:
			details = append(details, Detail{m[1], m[2]})
		default:
			shows += " " + strings.TrimSpace(rest)
		}
	}
	if shows == "" {
		shows = "the test failed and did not say why"
	}
	return shows, details
}

// lastWords is the last line that a process printed, if there is one.
func lastWords(e *ending) []Detail {
	if text := printed(e); text != "" {
		lines := strings.Split(text, "\n")
		return []Detail{{"printed", lines[len(lines)-1]}}
	}
	return nil
}

// maxShown bounds what is shown of a program's output, in bytes.
const maxShown = 400

// printed is the end of what a process printed, for a reader.
func printed(e *ending) string {
	text := strings.TrimSpace(e.stderr)
	if text == "" {
		text = strings.TrimSpace(e.stdout)
	}
	if len(text) > maxShown {
		text = "…" + strings.ToValidUTF8(text[len(text)-maxShown:], "")
	}
	return text
}
