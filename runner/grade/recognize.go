package grade

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"sockbook/chapters/lab"
)

// recognize tells which lab a folder is of, by the module of its go.mod or by
// what the runner remembers there. It is nil for none.
func recognize(courses []Course, only *Course, path string) *Course {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil
	}
	defer root.Close()
	mod, _ := readRegular(root, "go.mod")
	kept, _ := readRegular(root, ".lab.json")
	var history struct {
		Lab string `json:"lab"`
	}
	_ = json.Unmarshal(kept, &history) // damaged, it tells nothing
	for i := range courses {
		c := &courses[i]
		ours, _, _ := strings.Cut(string(c.Lab.GoMod()), "\n")
		if slices.Contains(strings.Split(strings.ReplaceAll(string(mod), "\r", ""), "\n"), ours) || history.Lab == c.Dir {
			if only == nil || only.Dir == c.Dir {
				return c
			}
			return nil
		}
	}
	return nil
}

// resembles tells that a folder is of a lab by a file that students write. The
// workbook's own, which a clone of it holds, has the solution's text beside it.
func resembles(only *Course, path string) bool {
	if only == nil {
		return false
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return false
	}
	defer root.Close()
	if _, err := root.Lstat("solution.md"); err == nil {
		return false
	}
	return slices.ContainsFunc(only.Lab.Students(), func(f lab.File) bool {
		info, err := root.Lstat(f.Name)
		return err == nil && info.Mode().IsRegular()
	})
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
