package grade

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"sockbook/runner/fault"
)

// A submission is a folder to grade.
type submission struct {
	name    string // "alice", or "alice/ch02-stream" if there is more than one lab
	path    string
	course  *Course // nil: none was recognized
	problem string  // why it is none to grade
}

// noLab is the problem of a folder in which no lab was recognized.
const noLab = "no folder of a lab was found: none has its go.mod"

// find lists the submissions below the folders, in the order of their names. A
// folder that holds none is listed too: a student is not left out silently.
// Archives, which nobody has unpacked yet, are named.
func (o *Options) find() (all []submission, archives []string, err error) {
	seen := make(map[string]bool)
	for _, dir := range o.Dirs {
		if dir == "" {
			return nil, nil, fault.Usage(`name the folder with the submissions; in "$DIR" the variable may be empty`, "the name of a folder is empty")
		}
		path := absolute(o.Cwd, dir)
		found, packed, err := o.below(path)
		if err != nil {
			return nil, nil, unreadable(dir, err)
		}
		if len(found) == 0 {
			return nil, nil, nothing(dir, packed)
		}
		archives = append(archives, packed...)
		prefix := ""
		if len(o.Dirs) > 1 && !o.One {
			prefix = o.label(path)
		}
		for _, s := range found {
			if seen[s.path] {
				continue
			}
			seen[s.path] = true
			s.name = filepath.ToSlash(filepath.Join(prefix, s.name))
			all = append(all, s)
		}
	}
	return all, archives, nil
}

// absolute is dir as seen from cwd, without links above it resolved.
func absolute(cwd, dir string) string {
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(cwd, dir)
	}
	return filepath.Clean(dir)
}

// relative is a path below a folder as seen from there.
func relative(dir, path string) string {
	rel, _ := filepath.Rel(dir, path) // it is below
	return filepath.ToSlash(rel)
}

// within reports whether a folder is another, or below it, wherever links to
// them lead.
func within(path, dir string) bool {
	for _, p := range []*string{&path, &dir} {
		if real, err := filepath.EvalSymlinks(*p); err == nil {
			*p = real
		}
	}
	rel, err := filepath.Rel(dir, path)
	return err == nil && filepath.IsLocal(rel)
}

// label tells one of several folders from the others: its name, or, if another
// has the same, its path.
func (o *Options) label(path string) string {
	for _, other := range o.Dirs {
		other = absolute(o.Cwd, other)
		if other == path || filepath.Base(other) != filepath.Base(path) {
			continue
		}
		if rel, err := filepath.Rel(o.Cwd, path); err == nil && filepath.IsLocal(rel) {
			return rel
		}
		return strings.TrimPrefix(path, filepath.VolumeName(path)+string(filepath.Separator))
	}
	return filepath.Base(path)
}

func unreadable(dir string, err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return fault.New("DIR is a folder with the submissions, one folder for each student", "%s: %w", dir, err)
}

// few names the first of many.
func few(names []string) string {
	const most = 3
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
