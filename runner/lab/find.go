package lab

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"sockbook/runner/fault"
)

// labsFolder is where the students' folders are, below a working directory.
const labsFolder = "labs"

// find is the path of the student's folder: dir, if it is given, and otherwise
// the nearest in or above the working directory.
func (b *Bench) find(dir string) (string, error) {
	if dir != "" {
		path := b.abs(dir)
		if _, err := os.Stat(path); err != nil {
			return "", fault.New(b.Command+" start "+quoted(dir), "%s: %w", dir, cause(err))
		}
		if !b.holds(path) {
			return "", fault.New(b.Command+" start "+quoted(dir), "%s is not a folder of this lab", dir)
		}
		return path, nil
	}
	for at := b.Cwd; ; at = filepath.Dir(at) {
		for _, path := range []string{at, filepath.Join(at, labsFolder, b.Chapter)} {
			if b.holds(path) {
				return path, nil
			}
		}
		if at == filepath.Dir(at) {
			return "", fault.New(b.Command+" start", "the lab is not started: there is no %s here or above", filepath.Join(labsFolder, b.Chapter))
		}
	}
}

// holds reports whether a folder is one of this lab's: by its go.mod, or by
// what it remembers.
func (b *Bench) holds(path string) bool {
	ours, _, _ := strings.Cut(string(b.Lab.GoMod()), "\n")
	for line := range strings.Lines(string(regular(filepath.Join(path, "go.mod")))) {
		if strings.TrimSpace(line) == ours {
			return true
		}
	}
	var h history
	err := json.Unmarshal(regular(filepath.Join(path, historyFile)), &h)
	return err == nil && h.Lab == b.Chapter
}

// regular is what a regular file holds. Whatever else has the name, a pipe
// that nobody writes to among them, holds nothing.
func regular(path string) []byte {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return nil
	}
	text, _ := os.ReadFile(path) // unreadable, it is none that we wrote
	return text
}

func (b *Bench) abs(dir string) string {
	if filepath.IsAbs(dir) {
		return filepath.Clean(dir)
	}
	return filepath.Join(b.Cwd, dir)
}

// shown is a path as the reader would write it: from the working directory, if
// it is below.
func (b *Bench) shown(path string) string {
	rel, err := filepath.Rel(b.Cwd, path)
	if err != nil || !filepath.IsLocal(rel) {
		return visible(path)
	}
	return visible(rel)
}

// command is what to type for a verb of the lab; with the folder, where find
// would not come upon it.
func (b *Bench) command(path string, words ...string) string {
	if found, err := b.find(""); err != nil || found != path {
		words = append(words, quoted(b.shown(path)))
	}
	return b.Command + " " + strings.Join(words, " ")
}

// quoted is a word as a shell takes it for one.
func quoted(word string) string {
	if strings.ContainsAny(word, " \t&;()'$") {
		return `"` + word + `"`
	}
	return word
}

// cause is the system's word in err, without the call and the path.
func cause(err error) error {
	var p *os.PathError
	var l *os.LinkError
	switch {
	case errors.As(err, &p):
		return p.Err
	case errors.As(err, &l):
		return l.Err
	}
	return err
}
