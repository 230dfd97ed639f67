package lab

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"sockbook/chapters/lab"
	"sockbook/runner/page"
)

// slow is how long nothing is said while the tests compile.
const slow = 3 * time.Second

// patience says, on a terminal, what takes so long, and returns what ends it.
func (s *screen) patience() (stop func()) {
	saying := time.AfterFunc(slow, func() {
		if s.Console.Terminal && s.results.Load() == 0 {
			fmt.Fprintln(s.Console.Out, s.Console.Dim("compiling; the first time on a machine that takes a while"))
		}
	})
	return func() { saying.Stop() }
}

// news is what is different from the last check in which tests ran.
type news struct{ passing, failing []string }

// compare finds the news in a report; before is what was remembered until now.
func compare(before *history, r *lab.Report) (n news) {
	last := before.lastRun()
	for i := range r.Results {
		j := slices.Index(before.Tests, r.Results[i].Test)
		if j < 0 || last.States[j] == unknown {
			continue
		}
		now := r.Results[i].State == lab.Passed
		switch then := last.States[j] == passed; {
		case now && !then:
			n.passing = append(n.passing, r.Results[i].Test)
		case then && !now:
			n.failing = append(n.failing, r.Results[i].Test)
		}
	}
	return n
}

// finish shows what there is to a report beside the results.
func (s *screen) finish(r *lab.Report) {
	if r.Problem != nil {
		s.problem(r.Problem)
		return
	}
	total := tally(r.Passed(), len(r.Results))
	if solved(r) {
		total = s.Console.Good(total)
	}
	fmt.Fprintf(s.Console.Out, "\n%s.\n", s.Console.Bold(total))
	if n := s.news.passing; len(n) > 0 {
		s.wrapped("Since the last check "+some(n)+verb(n, " passes.", " pass."), 0)
	}
	if n := s.news.failing; len(n) > 0 {
		s.wrapped(some(n)+" passed in the last check, and no longer"+verb(n, " does.", " do."), 0)
	}
	for _, note := range r.Notes {
		s.wrapped("Note: "+s.spelled(visible(note))+".", len("Note: "))
	}
	switch last := s.history.lastRun(); {
	case !solved(r):
		s.begin(r)
	case !s.watching || !last.solved():
		s.whenSolved()
	}
}

// some are names, and the number of those that are too many to read.
func some(names []string) string {
	if n := len(names) - few; n > 1 {
		return list(append(slices.Clone(names[:few]), fmt.Sprintf("%d others", n)))
	}
	return list(names)
}

// verb is one or many, as there are names.
func verb(names []string, one, many string) string {
	if len(names) == 1 {
		return one
	}
	return many
}

// few are so many tests that one takes them in at a glance.
const few = 3

// begin names the test to begin with, where that does not show.
func (s *screen) begin(r *lab.Report) {
	first := slices.IndexFunc(r.Results, func(r lab.Result) bool { return r.State != lab.Passed })
	if result := r.Results[first]; result.State == lab.Unwritten || len(r.Results)-r.Passed() > few {
		fmt.Fprintf(s.Console.Out, "Begin with %s: %s\n", result.Test, s.command(s.path, "hint", result.Test))
	}
}

// WhenSolved is the section of a hand-out that is read when the lab is solved.
const WhenSolved = "When every test passes"

// whenSolved says what the student can do now.
func (s *screen) whenSolved() {
	fmt.Fprintln(s.Console.Out)
	for part := range page.New(s.Console).Render(s.Lab.Section(WhenSolved)) {
		fmt.Fprint(s.Console.Out, part.Text)
	}
	fmt.Fprintf(s.Console.Out, "Your code beside ours: %s\n", s.Console.Bold(s.command(s.path, "solution")))
}

// spelled writes a command of the lab's that a check names as the reader calls
// it.
func (b *Bench) spelled(text string) string {
	return strings.ReplaceAll(text, "lab start", b.Command+" start")
}

// maxDetail is how many lines are shown of what a tool said.
const maxDetail = 20

// problem shows why no test ran.
func (s *screen) problem(p *lab.Problem) {
	out := s.Console.Out
	s.wrapped(s.Console.Bad("✗")+" "+s.Console.Bold(visible(p.Text)), 2)
	for _, d := range p.Errors {
		text, more, _ := strings.Cut(d.Text, "\n")
		fmt.Fprintf(out, "    %s: %s\n", s.position(d.Place), visible(text))
		for line := range strings.Lines(more) {
			fmt.Fprintf(out, "        %s\n", visible(strings.TrimSpace(line)))
		}
	}
	lines := strings.Split(strings.TrimRight(p.Detail, "\n"), "\n")
	for _, line := range lines[:min(len(lines), maxDetail)] {
		if line != "" {
			s.wrapped("    "+s.Console.Dim(visible(line)), 4)
		}
	}
	if p.Hint != "" {
		s.wrapped("hint: "+s.spelled(p.Hint), len("hint: "))
	}
}
