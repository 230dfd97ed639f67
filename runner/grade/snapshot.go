package grade

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// maxFiles bounds how many files of a submission are taken.
const maxFiles = 200

// A snapshot is a copy of a submission's files: what is graded and what the
// result is kept for are the same, and no link leads out of it.
type snapshot struct {
	files map[string][]byte
	notes []string
}

// take reads the Go files of a submission, and no folders: a lab is one
// package.
func (s *submission) take() (*snapshot, error) {
	if s.problem != "" {
		return nil, errors.New(s.problem)
	}
	root, err := os.OpenRoot(s.path)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return nil, err
	}
	taken := &snapshot{files: make(map[string][]byte)}
	for _, e := range entries {
		if filepath.Ext(e.Name()) != ".go" {
			continue
		}
		if len(taken.files)+len(taken.notes) == maxFiles {
			return nil, fmt.Errorf("more than %d Go files", maxFiles)
		}
		text, err := readRegular(root, e.Name())
		if errors.Is(err, fs.ErrPermission) {
			return nil, unreadable(e.Name(), err)
		}
		if errors.Is(err, errLarge) {
			return nil, err
		}
		if err != nil {
			taken.notes = append(taken.notes, bounded(err.Error())+"; it was left out")
			continue
		}
		taken.files[e.Name()] = text
	}
	return taken, nil
}

// key names the folder, the lab, the submission's content and the time limit:
// with another of them the submission is graded anew.
func (s *snapshot) key(path string, c *Course, limit time.Duration, sheltered bool) string {
	h := sha256.New()
	part := func(name string, text []byte) {
		fmt.Fprintf(h, "%d %s %d\n", len(name), name, len(text))
		_, _ = h.Write(text) // a hash.Hash never fails
	}
	part(path, nil)
	part(c.Dir, fmt.Append(nil, limit, sheltered))
	for _, f := range c.Lab.Files {
		part(f.Name, f.Solution)
	}
	for _, name := range sorted(s.files) {
		part(name, s.files[name])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// write puts the copy into a new folder below dir.
func (s *snapshot) write(dir string) (string, error) {
	to, err := os.MkdirTemp(dir, "submission-")
	if err != nil {
		return "", err
	}
	for name, text := range s.files {
		if err := os.WriteFile(filepath.Join(to, name), text, 0o600); err != nil {
			return "", err
		}
	}
	return to, nil
}
