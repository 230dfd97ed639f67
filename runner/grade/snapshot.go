package grade

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"sockbook/chapters/lab"
)

// maxFiles bounds how many files of a submission are taken, beside the lab's
// own. A check allows no more.
const maxFiles = 100

// A snapshot is a copy of a submission's files: what is graded and what the
// result is kept for are the same, and no link leads out of it.
type snapshot struct {
	files map[string][]byte
	notes []string
}

// take reads the Go files of a submission that a check looks at, and no
// folders: a lab is one package.
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
	sources := 0
	for _, e := range entries {
		name := e.Name()
		spare := s.course.provides(name)
		if !spare {
			if ignored(name) {
				continue
			}
			if sources++; sources > maxFiles {
				return nil, fmt.Errorf("more than %d Go files", maxFiles)
			}
		}
		text, err := readRegular(root, name)
		switch {
		case err == nil:
			taken.files[name] = text
		case spare: // the check has its own
		case errors.Is(err, fs.ErrPermission):
			return nil, unreadable(name, err)
		case errors.Is(err, errLarge):
			return nil, err
		default:
			taken.notes = append(taken.notes, bounded(err.Error())+"; it was left out")
		}
	}
	return taken, nil
}

// ignored reports whether a check compiles no file of that name.
func ignored(name string) bool {
	return filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") || name[0] == '.' || name[0] == '_'
}

// provides reports whether a check uses the workbook's own Go file of that
// name instead, and says so if the student's is another.
func (c *Course) provides(name string) bool {
	return slices.ContainsFunc(c.Lab.Files, func(f lab.File) bool {
		return f.Name == name && (f.Role == lab.Given || f.Role == lab.Testing)
	})
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

// maxFile bounds what is read of one file of a submission, in bytes.
const maxFile = 1 << 20

// errLarge is that a file has more.
var errLarge = fmt.Errorf("%d are allowed", maxFile)

// readRegular reads a file that is no link and no pipe, up to maxFile.
func readRegular(root *os.Root, name string) ([]byte, error) {
	info, err := root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no regular file", name)
	}
	if info.Size() > maxFile {
		return nil, fmt.Errorf("%s has %d bytes; %w", name, info.Size(), errLarge)
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if again, err := f.Stat(); err != nil || !os.SameFile(info, again) {
		return nil, fmt.Errorf("%s was changed while it was read", name)
	}
	return io.ReadAll(io.LimitReader(f, maxFile))
}
