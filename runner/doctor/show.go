package doctor

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"sockbook/runner/tty"
)

// titles are what each group is shown under.
var titles = map[Group]string{
	Needed:   "What every reader needs",
	Examples: "What examples use; one that cannot do without is skipped, and says why",
	Beside:   "Beside the examples: what else the lessons show, and other languages",
	Tests:    "Only the workbook's own tests use these",
}

// Show prints the report for a person.
func (r *Report) Show(console *tty.Console) {
	fmt.Fprintf(console.Out, "\n  %s\n", console.Bold(r.System+", "+r.Arch))
	name := 0
	for _, f := range r.Findings {
		name = max(name, utf8.RuneCountInString(f.Name))
	}
	s := sheet{console, name}
	for _, g := range groups {
		if of := r.of(g); len(of) > 0 {
			s.group(g, of)
		}
	}
	fmt.Fprintln(console.Out)
	for _, line := range tty.Wrap(r.verdict(), console.Width()-2, 0, "") {
		fmt.Fprintf(console.Out, "  %s\n", line)
	}
	fmt.Fprintln(console.Out)
}

// of are the findings of a group.
func (r *Report) of(g Group) (of []Finding) {
	for _, f := range r.Findings {
		if f.Group == g {
			of = append(of, f)
		}
	}
	return of
}

// verdict is what a reader is to think of it all.
func (r *Report) verdict() string {
	missing := map[Group]int{}
	for _, f := range r.Findings {
		if !f.OK {
			missing[f.Group]++
		}
	}
	switch {
	case len(missing) == 0:
		return "Everything is here."
	case !r.Fit():
		return fmt.Sprintf("Of what every reader needs, %s. Begin there.", missed(missing[Needed]))
	case missing[Examples] == 0:
		return "Everything that reading, the examples and the labs use is here."
	}
	return fmt.Sprintf("Reading and the labs have all they need. Of what examples use, %s.", missed(missing[Examples]))
}

func missed(n int) string {
	if n == 1 {
		return "one thing is missing"
	}
	return fmt.Sprintf("%d things are missing", n)
}

// A sheet is the report as it is laid out.
type sheet struct {
	console *tty.Console
	name    int // columns of the longest
}

// detailWidth is how many columns a detail gets: a version, a state.
const detailWidth = 14

func (s *sheet) group(g Group, of []Finding) {
	fmt.Fprintln(s.console.Out)
	for _, line := range tty.Wrap(titles[g], s.console.Width()-2, 0, "") {
		fmt.Fprintf(s.console.Out, "  %s\n", s.console.Bold(line))
	}
	fmt.Fprintln(s.console.Out)
	for i, f := range of {
		s.row(f)
		// What several lack for one reason is said once, below the last.
		if !f.OK && (i+1 == len(of) || of[i+1].Detail != f.Detail) {
			s.reason(f)
		}
	}
	if g.waits() {
		s.together("All of these programs: ", 2, of)
	} else {
		s.together("", 1, of)
	}
}

// reason says why something is missing, and what would change it. Of a program
// that is not installed, and that no example waits for, the row has said the
// one, and a line below them all says the other.
func (s *sheet) reason(f Finding) {
	if !f.absent {
		s.note(f.Detail, plain)
	}
	if !f.absent || f.Group.waits() || !manages.MatchString(f.Remedy) {
		s.note(f.Remedy, s.console.Bold)
	}
}

// waits reports whether a lesson, an example or a lab waits for what is
// missing.
func (g Group) waits() bool { return g == Needed || g == Examples }

// row is one finding.
func (s *sheet) row(f Finding) {
	mark := s.console.Good("✓")
	switch {
	case f.OK:
	case f.Group.waits():
		mark = s.console.Bad("✗")
	default:
		mark = s.console.Dim("○")
	}
	line := fmt.Sprintf("%-*s  %-*s  %s", s.name, f.Name, detailWidth, short(f), s.console.Dim(f.Use))
	for _, part := range tty.Wrap(line, s.console.Width()-4, 2, "") {
		fmt.Fprintf(s.console.Out, "  %s %s\n", mark, part)
		mark = " "
	}
	if !f.OK && f.By != "" && f.Group.waits() {
		s.note("for "+f.By, plain)
	}
}

func plain(s string) string { return s }

// note is a line of its own below a finding.
func (s *sheet) note(text string, look func(string) string) {
	if text == "" {
		return
	}
	for _, part := range tty.Wrap(text, s.console.Width()-6, 2, "") {
		fmt.Fprintf(s.console.Out, "      %s\n", look(part))
	}
}

// manages takes apart the command of a package manager that installs several
// at once. Not every version of winget does.
var manages = regexp.MustCompile(`^((?:sudo )?(?:(?:apt-get|dnf|brew|pkg) install|pacman -S)) (.+)$`)

// together is one command for all programs that are not installed, if they are
// so many.
func (s *sheet) together(before string, least int, of []Finding) {
	manager := ""
	var names []string
	for _, f := range of {
		m := manages.FindStringSubmatch(f.Remedy)
		if m == nil || !f.absent {
			continue
		}
		manager = m[1]
		for _, name := range strings.Fields(m[2]) {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	if len(names) >= least {
		fmt.Fprintln(s.console.Out)
		s.note(before+s.console.Bold(manager+" "+strings.Join(names, " ")), plain)
	}
}

// short is what stands beside a check's name.
func short(f Finding) string {
	if !f.OK {
		return "missing"
	}
	return f.Detail
}

// JSON prints the report for a program.
func (r *Report) JSON(console *tty.Console) error {
	enc := json.NewEncoder(console.Out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(r)
}

// firstLine is the first line of a text that has something on it.
func firstLine(text string) string {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			return line
		}
	}
	return ""
}
