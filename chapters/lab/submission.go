package lab

import (
	"bytes"
	"errors"
	"fmt"
	"go/build"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// maxSource bounds what is read of one file of a student's, in bytes, and
// maxSources how many there may be.
const (
	maxSource  = 1 << 20
	maxSources = 100
)

// collect reads the student's files from dir: every Go file that is no test
// and none of those given. changed are the names of the workbook's own files
// that are not as they were handed out.
func (l *Lab) collect(dir string) (sources map[string][]byte, changed []string, problem *Problem) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, nil, machine(err)
	}
	sources = make(map[string][]byte)
	for _, e := range entries {
		name := e.Name()
		if filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") || l.given(name) || name[0] == '.' || name[0] == '_' {
			continue
		}
		if strings.ContainsFunc(name, unicode.IsControl) {
			return nil, nil, &Problem{Kind: Missing, Text: fmt.Sprintf("%q is no name for a file", name), Hint: "rename it: its name has a character that cannot be printed"}
		}
		text, problem := read(dir, name)
		if problem != nil {
			return nil, nil, problem
		}
		if problem := l.taken(dir, name, text); problem != nil {
			return nil, nil, problem
		}
		sources[name] = text
		if len(sources) > maxSources {
			return nil, nil, &Problem{Kind: Missing, Text: fmt.Sprintf("more than %d Go files", maxSources)}
		}
	}
	for _, f := range l.Files {
		switch {
		case f.Role == Student && sources[f.Name] == nil:
			return nil, nil, &Problem{Kind: Missing, Text: f.Name + " is not there", Hint: "lab start --reset " + f.Name + " gives it back as it was handed out"}
		case f.Role == Given || f.Role == Testing:
			text, problem := read(dir, f.Name)
			if problem != nil || !slices.Equal(unixLines(text), f.Solution) {
				changed = append(changed, f.Name)
			}
		}
	}
	return sources, changed, nil
}

// taken reports a file of the lab's that the go command would leave out without
// a word, so that the errors would be in others.
func (l *Lab) taken(dir, name string, text []byte) *Problem {
	if !slices.ContainsFunc(l.Students(), func(f File) bool { return f.Name == name }) {
		return nil
	}
	context := build.Default
	context.OpenFile = func(string) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }
	match, err := context.MatchFile(dir, name)
	if err == nil && !match {
		return &Problem{Kind: Compile, Text: name + " is left out by its build constraint", Hint: "take the line //go:build out of it"}
	}
	if cgo.Match(text) {
		return &Problem{Kind: Compile, Text: name + ` imports "C", and a check compiles Go alone`, Hint: "the lab needs nothing beside the standard library"}
	}
	return nil
}

// cgo is the import of a file that needs a C compiler.
var cgo = regexp.MustCompile(`(?m)^(import)?\s*"C"\s*$`)

func (l *Lab) given(name string) bool {
	return slices.ContainsFunc(l.Files, func(f File) bool { return f.Name == name && f.Role == Given })
}

// read reads a regular file of a bounded size: a named pipe would never end.
func read(dir, name string) ([]byte, *Problem) {
	full := filepath.Join(dir, name)
	info, err := os.Stat(full)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &Problem{Kind: Missing, Text: name + " is not there"}
	case err != nil:
		return nil, machine(err)
	case !info.Mode().IsRegular():
		return nil, &Problem{Kind: Missing, Text: name + " is no regular file"}
	case info.Size() > maxSource:
		return nil, &Problem{Kind: Missing, Text: fmt.Sprintf("%s has %d bytes; %d are allowed", name, info.Size(), maxSource)}
	}
	text, err := os.ReadFile(full)
	if err != nil {
		return nil, machine(err)
	}
	return text, nil
}
