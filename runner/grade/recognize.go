package grade

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// recognize tells which lab a folder is of, by the module of its go.mod or, if
// that is no lab's, by what the runner remembers there: a .lab.json may be
// left from another lab. It is nil for none. The error is that go.mod is there
// and may not be read.
func recognize(courses []Course, path string) (*Course, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	mod, denied := readRegular(root, "go.mod")
	if !errors.Is(denied, fs.ErrPermission) {
		denied = nil
	}
	named := module(mod)
	for i := range courses {
		if module(courses[i].Lab.GoMod()) == named {
			return &courses[i], nil
		}
	}
	kept, _ := readRegular(root, ".lab.json")
	var history struct {
		Lab string `json:"lab"`
	}
	_ = json.Unmarshal(kept, &history) // damaged, it tells nothing
	if i := slices.IndexFunc(courses, func(c Course) bool { return c.Dir == history.Lab }); i >= 0 {
		return &courses[i], nil
	}
	return nil, denied
}

// module is the path in the module directive of a go.mod, or "". A person may
// have edited it: https://go.dev/ref/mod#go-mod-file-lexical allows blanks,
// quotes and a comment.
func module(mod []byte) string {
	for line := range strings.Lines(string(mod)) {
		line, _, _ = strings.Cut(line, "//")
		if words := strings.Fields(line); len(words) == 2 && words[0] == "module" {
			return strings.Trim(words[1], "\"`")
		}
	}
	return ""
}

// resembles tells that a folder is of a lab by the names of most of the files
// that its students write: every chapter has a client.go.
func resembles(c *Course, path string) bool {
	return !ours(path) && 2*present(c, path) > len(c.Lab.Students())
}

// ours reports whether a folder is a chapter's or its lab's in a clone of the
// workbook: they have the solution's text in it, and are nobody's work.
func ours(path string) bool {
	return slices.ContainsFunc([]string{"solution.md", "lab/solution.md"}, func(name string) bool {
		_, err := os.Lstat(filepath.Join(path, filepath.FromSlash(name)))
		return err == nil
	})
}

// present counts the files in a folder that students of a lab write.
func present(c *Course, path string) (n int) {
	for _, f := range c.Lab.Students() {
		if info, err := os.Lstat(filepath.Join(path, f.Name)); err == nil && info.Mode().IsRegular() {
			n++
		}
	}
	return n
}
