package grade

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// stateFile is where finished grades are kept, in the working directory.
const stateFile = ".sockbook-grades.jsonl"

// A state remembers finished grades: one JSON object on a line for each, added
// as it is finished. What a crash cuts off is the last line, which is dropped.
// The file is locked while it is open: another process would take for cut off
// what this one is writing.
type state struct {
	mu   sync.Mutex
	file *os.File // nil if nothing is to be kept
	held map[string]Grade
}

type stateLine struct {
	Key   string `json:"key"`
	Grade Grade  `json:"grade"`
}

// openState reads what is kept at path and opens it for more. A file that
// cannot be understood is set aside: damage says so, and what there was to be
// understood in it is kept.
func openState(path string) (s *state, damage string, err error) {
	s = &state{held: make(map[string]Grade)}
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, "", err
	case !info.Mode().IsRegular():
		if damage, err = setAside(path, "it is no file"); err != nil {
			return nil, "", err
		}
	}
	if s.file, err = openLocked(path); err != nil {
		return nil, "", err
	}
	if damage == "" {
		damage, err = s.read(path)
	}
	if err != nil {
		_ = s.close() // err is the one to report
		return nil, "", err
	}
	return s, damage, nil
}

var errAtWork = errors.New("another grading is at work in this folder")

// openLocked opens a file to append to, which no other process has open so.
func openLocked(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_RDWR, 0o600)
	if err == nil && !lock(f) {
		_ = f.Close() // nothing was written
		return nil, errAtWork
	}
	return f, err
}

// renew sets the file aside, and begins another with the grades that are held.
func (s *state) renew(path, why string) (damage string, err error) {
	if err := s.file.Close(); err != nil { // Windows renames no file that is open
		return "", err
	}
	if damage, err = setAside(path, why); err != nil {
		return "", err
	}
	if s.file, err = openLocked(path); err != nil {
		return "", err
	}
	for key, g := range s.held {
		err = errors.Join(err, s.keep(key, &g))
	}
	return damage, err
}

// read reads the file's lines. One that was cut off, at the end, is taken off
// the file; with another that is none of ours the file is set aside.
func (s *state) read(path string) (damage string, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	whole := bytes.LastIndexByte(text, '\n') + 1
	damaged := 0
	for line := range bytes.Lines(text[:whole]) {
		var l stateLine
		if err := json.Unmarshal(line, &l); err != nil || l.Key == "" {
			damaged++
			continue
		}
		s.held[l.Key] = l.Grade
	}
	if damaged > 0 {
		return s.renew(path, fmt.Sprintf("%d of its lines are not as they were written", damaged))
	}
	if whole < len(text) {
		err = os.Truncate(path, int64(whole))
	}
	return "", err
}

// setAside renames a file to the first free name, and says so.
func setAside(path, why string) (damage string, err error) {
	for n := 1; ; n++ {
		aside := fmt.Sprintf("%s.damaged-%d", path, n)
		if _, err := os.Lstat(aside); err == nil {
			continue
		}
		if err := os.Rename(path, aside); err != nil {
			return "", err
		}
		return fmt.Sprintf("%s is damaged: %s; it is now %s", filepath.Base(path), why, filepath.Base(aside)), nil
	}
}

// recall is the grade kept for a key.
func (s *state) recall(key string) (Grade, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g, ok := s.held[key]
	return g, ok
}

// keep adds a grade, and returns when the system has it on disk.
func (s *state) keep(key string, g *Grade) error {
	if s.file == nil {
		return nil
	}
	text, err := json.Marshal(stateLine{key, *g})
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err = s.file.Write(append(text, '\n'))
	return errors.Join(err, s.file.Sync())
}

func (s *state) close() error {
	if s.file == nil {
		return nil
	}
	return s.file.Close()
}

// sorted are the keys of m in order.
func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
