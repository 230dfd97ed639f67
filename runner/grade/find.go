package grade

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sockbook/chapters/lab"
	"sockbook/runner/fault"
)

// maxDepth is how many folders below one that is given a submission may be:
// a student's clone holds labs/ch02-stream.
const maxDepth = 5

// A submission is a folder to grade.
type submission struct {
	name   string // "alice", or "alice/ch02-stream" if there is more than one lab
	path   string
	course *Course // nil: none was recognized
}

// find lists the submissions below the folders, in the order of their names. A
// folder that holds none is listed too: a student is not left out silently.
func find(courses []Course, only *Course, cwd string, dirs []string) ([]submission, error) {
	var all []submission
	seen := make(map[string]bool)
	for _, dir := range dirs {
		path := dir
		if !filepath.IsAbs(path) {
			path = filepath.Join(cwd, dir)
		}
		found, err := below(courses, only, filepath.Clean(path))
		if err != nil {
			return nil, unreadable(dir, err)
		}
		if len(found) == 0 {
			return nil, fault.New("DIR holds a folder for each student", "%s is empty: there is nothing to grade", dir)
		}
		for _, s := range found {
			if seen[s.path] {
				continue
			}
			seen[s.path] = true
			if len(dirs) > 1 {
				s.name = filepath.ToSlash(filepath.Join(filepath.Base(path), s.name))
			}
			all = append(all, s)
		}
	}
	return all, nil
}

func unreadable(dir string, err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return fault.New("DIR is a folder with the submissions, one folder for each student", "%s: %w", dir, err)
}

// below lists the submissions in a folder: itself, or those of its folders.
func below(courses []Course, only *Course, path string) ([]submission, error) {
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, err
	}
	if c := recognize(courses, only, path); c != nil {
		return []submission{{filepath.Base(path), path, c}}, nil
	}
	var all []submission
	for _, e := range entries {
		if !e.IsDir() || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		student := filepath.Join(path, e.Name())
		found := descend(courses, only, student, maxDepth)
		for i := range found {
			found[i].name = e.Name()
			if len(found) > 1 {
				rel, _ := filepath.Rel(path, found[i].path) // it is below
				found[i].name = filepath.ToSlash(rel)
			}
		}
		if len(found) == 0 {
			found = []submission{{e.Name(), student, only}}
		}
		all = append(all, found...)
	}
	return all, nil
}

// descend looks for labs in a student's folder. It follows no symbolic link.
func descend(courses []Course, only *Course, path string, depth int) (all []submission) {
	if c := recognize(courses, only, path); c != nil {
		return []submission{{path: path, course: c}}
	}
	entries, _ := os.ReadDir(path) // unreadable, it holds no lab that we can grade
	for _, e := range entries {
		if depth > 1 && e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			all = append(all, descend(courses, only, filepath.Join(path, e.Name()), depth-1)...)
		}
	}
	return all
}

// recognize tells which lab a folder is of: by the module of its go.mod, by
// what the runner remembers there, or, if only one lab is asked for, by its
// files. It is nil for none.
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
	if only != nil && slices.ContainsFunc(only.Lab.Students(), func(f lab.File) bool {
		info, err := root.Lstat(f.Name)
		return err == nil && info.Mode().IsRegular()
	}) {
		return only
	}
	return nil
}

// maxFile bounds what is read of one file of a submission, in bytes.
const maxFile = 1<<20 + 1

// readRegular reads a file that is no link and no pipe, up to maxFile.
func readRegular(root *os.Root, name string) ([]byte, error) {
	info, err := root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no regular file", name)
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
