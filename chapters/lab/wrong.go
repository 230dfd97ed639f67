package lab

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// A Wrong is a planted wrong answer: what a student writes who holds one
// mistaken belief, and the tests that must not let it pass.
type Wrong struct {
	Name     string   // "one-read", of testdata/wrong/one-read.go
	Belief   string   // "Takes one Read for one frame."
	Replaces string   // the file of the lab that it stands for
	CaughtBy []string // tests
	Says     string   // a part of what the first of them must show
	Source   []byte
}

// Wrongs reads the planted wrong answers of the lab in fsys.
func (l *Lab) Wrongs(fsys fs.FS) ([]Wrong, error) {
	files, err := fs.Glob(fsys, "testdata/wrong/*.go")
	if err != nil {
		return nil, err
	}
	var all []Wrong
	var errs []error
	for _, file := range files {
		text, err := fs.ReadFile(fsys, file)
		if err != nil {
			return nil, err
		}
		w := Wrong{Name: strings.TrimSuffix(path.Base(file), ".go"), Source: unixLines(text)}
		if err := l.header(&w); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", file, err))
		}
		all = append(all, w)
	}
	return all, errors.Join(errs...)
}

// header reads the first comment of a wrong answer.
func (l *Lab) header(w *Wrong) error {
	for line := range strings.Lines(string(w.Source)) {
		text, comment := strings.CutPrefix(strings.TrimSpace(line), "//")
		if !comment {
			break
		}
		text = strings.TrimSpace(text)
		key, value, _ := strings.Cut(text, ": ")
		switch {
		case key == "Replaces":
			w.Replaces = value
		case key == "Says":
			w.Says = value
		case key == "Caught by":
			w.CaughtBy = append(w.CaughtBy, strings.Split(value, ", ")...)
		case w.Replaces == "":
			w.Belief = strings.TrimSpace(w.Belief + " " + text)
		}
	}
	switch {
	case w.Belief == "", w.Replaces == "", w.Says == "", len(w.CaughtBy) == 0:
		return errors.New("its first comment says what it believes, then what it Replaces, by what it is Caught, and what that Says")
	case !slices.ContainsFunc(l.Students(), func(f File) bool { return f.Name == w.Replaces }):
		return fmt.Errorf("it replaces %s, and no student writes that", w.Replaces)
	}
	for _, name := range w.CaughtBy {
		if !slices.ContainsFunc(l.Tests, func(t Test) bool { return t.Name == name }) {
			return fmt.Errorf("there is no test %s to catch it", name)
		}
	}
	return nil
}

// Answer is what a student would have handed in who wrote w and for the rest
// our solution.
func (l *Lab) Answer(w *Wrong) map[string][]byte {
	sources := l.Solution()
	sources[w.Replaces] = w.Source
	return sources
}

// Solution is what a student would have handed in who wrote what we did.
func (l *Lab) Solution() map[string][]byte {
	return l.sources(func(f File) []byte { return f.Solution })
}

// Skeleton is what a student would have handed in who wrote nothing.
func (l *Lab) Skeleton() map[string][]byte {
	return l.sources(func(f File) []byte { return f.Skeleton })
}

func (l *Lab) sources(text func(File) []byte) map[string][]byte {
	sources := make(map[string][]byte)
	for _, f := range l.Students() {
		sources[f.Name] = text(f)
	}
	return sources
}
