package lab

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strings"
)

// hints gives each test its hints, from the text of hints.md: below a heading
// with the test's name, a numbered list. The tests take the order that they
// have there, which is that in which a student meets them.
func (l *Lab) hints(text []byte) error {
	var errs []error
	place := make(map[string]int)
	for name, body := range parts(text) {
		place[name] = len(place)
		i := slices.IndexFunc(l.Tests, func(t Test) bool { return t.Name == name })
		if i < 0 {
			errs = append(errs, fmt.Errorf("hints.md: there is no test %s", name))
			continue
		}
		l.Tests[i].Hints = items(body)
	}
	slices.SortStableFunc(l.Tests, func(a, b Test) int { return place[a.Name] - place[b.Name] })
	return errors.Join(errs...)
}

// notices reads solution.md: below the name of each function that the student
// writes, what to see in ours.
func (l *Lab) notices(text []byte) error {
	notices := make(map[string]string)
	for name, body := range parts(text) {
		notices[name] = body
	}
	var errs []error
	for _, f := range l.Students() {
		for _, name := range f.Missing {
			if notices[name] == "" {
				errs = append(errs, fmt.Errorf("solution.md says nothing of %s", name))
			}
			l.Notices = append(l.Notices, Notice{Function: name, File: f.Name, Text: notices[name]})
			delete(notices, name)
		}
	}
	for name := range notices {
		errs = append(errs, fmt.Errorf("solution.md: no student writes %s", name))
	}
	return errors.Join(errs...)
}

// parts yields what stands below each heading of level 2, by its text.
func parts(text []byte) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for _, part := range strings.Split("\n"+string(text), "\n## ")[1:] {
			title, body, _ := strings.Cut(part, "\n")
			if !yield(strings.Trim(title, "` "), strings.TrimSpace(body)) {
				return
			}
		}
	}
}

var numbered = regexp.MustCompile(`(?m)^\d\. `)

// items are those of a numbered list, with what is indented below them.
func items(body string) []string {
	var all []string
	starts := numbered.FindAllStringIndex(body, -1)
	for i, at := range starts {
		end := len(body)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		item := strings.ReplaceAll(body[at[1]:end], "\n   ", "\n")
		all = append(all, strings.TrimSpace(item))
	}
	return all
}

// Section is what stands below a heading of level 2 of the hand-out, as
// Markdown; "" if it has no such heading.
func (l *Lab) Section(title string) string {
	for _, f := range l.Files {
		if f.Role != Handout {
			continue
		}
		for name, body := range parts(bytes.TrimSpace(f.Solution)) {
			if name == title {
				return body
			}
		}
	}
	return ""
}
