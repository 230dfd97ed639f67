package lab

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A workspace is a temporary module in which one submission is tested.
type workspace struct {
	lab    *Lab
	dir    string
	binary string
	secret string
	own    []string // the names of the student's files
}

// maxSource bounds what is read of one file of a student's, in bytes, and
// maxSources how many there may be.
const (
	maxSource  = 1 << 20
	maxSources = 100
)

// newWorkspace puts sources, the student's files by their names, beside the
// workbook's tests. The error of a full disk or a missing permission is the
// system's.
func (l *Lab) newWorkspace(sources map[string][]byte) (*workspace, error) {
	dir, err := os.MkdirTemp("", "sockbook-lab-")
	if err != nil {
		return nil, err
	}
	w := &workspace{lab: l, dir: dir, binary: filepath.Join(dir, "check.exe"), secret: secret()}
	for name := range sources {
		w.own = append(w.own, name)
	}
	if err := w.fill(sources); err != nil {
		w.remove()
		return nil, err
	}
	return w, nil
}

// fill writes the module.
func (w *workspace) fill(sources map[string][]byte) error {
	files := maps.Clone(sources)
	files["go.mod"] = w.lab.GoMod()
	files[harnessFile(w.secret)] = harnessSource(w.lab.Package, w.secret)
	for _, f := range w.lab.Files {
		switch f.Role {
		case Given:
			files[f.Name] = f.Solution
		case Testing:
			text, err := tell(f.Solution, w.secret)
			if err != nil {
				return err
			}
			files[f.Name] = text
		}
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(w.dir, name), text, 0o600); err != nil {
			return err
		}
	}
	return os.Mkdir(filepath.Join(w.dir, "run"), 0o700)
}

// remove removes the workspace. What a submission has made unwritable in it
// stays to the system's own cleaning of temporary files.
func (w *workspace) remove() { _ = os.RemoveAll(w.dir) }

// secret is a name that nobody can guess.
func secret() string {
	var b [12]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	return hex.EncodeToString(b[:])
}

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
		text, problem := read(dir, name)
		if problem != nil {
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
