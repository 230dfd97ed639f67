package sockerrors

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// describe is an entry on a screen, in lines of 72 columns: what it is, whose
// doing, and what to do; then its numbers, the names that somebody defines,
// those that are only inferred, who sees it otherwise, and calls that gave it
// under Wine.
func describe(e *Entry) string {
	var text strings.Builder
	title := e.Name
	if code, ok := e.Number(Winsock); ok {
		title += fmt.Sprintf(" (%d)", code)
	}
	switch {
	case e.POSIX != "" && e.POSIX != e.Name:
		title += " = " + e.POSIX
	case e.Near != "":
		title += ", near " + e.Near
	}
	fmt.Fprintf(&text, "table: %s\n", title)
	fill(&text, "", e.Meaning, " ")
	fill(&text, "whose", e.judgement(), " ")
	fill(&text, "errno", strings.Join(e.Elsewhere(), "; "), "; ")
	var sure, inferred []string
	for _, c := range e.Codes {
		switch {
		case isErrno(c.System), c.System == Winsock: // told above
		case c.Basis == Inferred:
			inferred = append(inferred, c.String())
		default:
			sure = append(sure, c.String())
		}
	}
	fill(&text, "also", strings.Join(sure, "; "), "; ")
	fill(&text, "inferred", strings.Join(inferred, "; "), "; ")
	fill(&text, "note", e.Note, " ")
	for _, d := range e.Disputes() {
		for _, who := range slices.Sorted(maps.Keys(d.Claims)) {
			fill(&text, "disputed", who+": "+d.Claims[who], " ")
		}
	}
	fill(&text, "in Wine", strings.Join(e.Seen[:min(4, len(e.Seen))], "; "), "; ")
	return text.String()
}

// judgement is whose doing the error is, and what to do.
func (e *Entry) judgement() string {
	return fmt.Sprintf("%s; %s", e.Fault().Doing(), e.Advice())
}

// Elsewhere lists the entry's errnos, systems that agree together: "darwin,
// freebsd 61". Where all kernels agree, they are "unix".
func (e *Entry) Elsewhere() []string {
	var numbers []string
	systems := map[string][]System{}
	for _, c := range e.Codes {
		if !isErrno(c.System) {
			continue
		}
		number := formatNumber(c)
		if systems[number] == nil {
			numbers = append(numbers, number)
		}
		systems[number] = append(systems[number], c.System)
	}
	for i, number := range numbers {
		agreed := systems[number]
		if n := len(kernels); len(agreed) >= n && slices.Equal(agreed[:n], kernels) {
			agreed = append([]System{"unix"}, agreed[n:]...)
		}
		numbers[i] = joined(agreed) + " " + number
	}
	return numbers
}

func joined(systems []System) string {
	var names []string
	for _, s := range systems {
		names = append(names, string(s))
	}
	return strings.Join(names, ", ")
}

// formatNumber writes a number as its system's users do: HRESULTs and what Go
// invents for Windows in hexadecimal.
func formatNumber(c Code) string {
	if c.System == HRESULT || c.System == NTStatus || c.System == GoWindows && c.Number >= 1<<29 {
		return fmt.Sprintf("0x%08X", c.Number)
	}
	return fmt.Sprint(c.Number)
}

// String is the system, what it calls the error, and the number it gives it.
func (c Code) String() string {
	s := string(c.System)
	if c.Name != "" {
		s += " " + c.Name
	}
	if c.HasNumber {
		s += " " + formatNumber(c)
	}
	return s
}

// fill writes a labelled paragraph of 72 columns, broken only at sep. Without
// text it writes nothing.
func fill(text *strings.Builder, label, paragraph, sep string) {
	const width, indent = 72, 11
	if paragraph == "" {
		return
	}
	line := fmt.Sprintf("  %-*s", indent-2, label)
	for i, part := range strings.Split(paragraph, sep) {
		if i > 0 && len(line)+len(sep)+len(part) > width {
			fmt.Fprintln(text, line+strings.TrimRight(sep, " "))
			line = strings.Repeat(" ", indent) + part
			continue
		}
		if i > 0 {
			line += sep
		}
		line += part
	}
	fmt.Fprintln(text, line)
}
