package grade

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sockbook/runner/fault"
)

// maxDepth is how many folders below one that is given a submission may be:
// a student's clone holds labs/ch02-stream.
const maxDepth = 5

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
		path := absolute(o.Cwd, dir)
		found, packed, err := below(o.Courses, o.Only, path, o.One)
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

// nothing is the error for a folder without a folder in it.
func nothing(dir string, archives []string) error {
	h := "DIR holds a folder for each student"
	if len(archives) > 0 {
		h = "unpack each archive into a folder of its own: " + few(archives)
	}
	return fault.New(h, "%s holds no folder: there is nothing to grade", dir)
}

// few names the first of many.
func few(names []string) string {
	const most = 3
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

// packed are how the names of archives end.
var packed = []string{".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar"}

// below lists the submissions in a folder: itself, or those of its folders. It
// is one student's if it is said to be.
func below(courses []Course, only *Course, path string, one bool) (all []submission, archives []string, err error) {
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, nil, err
	}
	if c := recognize(courses, only, path); c != nil || resembles(only, path) {
		return []submission{{name: filepath.Base(path), path: path, course: cmp.Or(c, only)}}, nil, nil
	}
	if one {
		return handedIn(courses, only, filepath.Dir(path), filepath.Base(path)), nil, nil
	}
	for _, e := range entries {
		student := filepath.Join(path, e.Name())
		switch {
		case strings.HasPrefix(e.Name(), "."), e.Name() == "__MACOSX":
		case e.IsDir():
			all = append(all, handedIn(courses, only, path, e.Name())...)
		case e.Type() == fs.ModeSymlink:
			if info, err := os.Stat(student); err == nil && info.IsDir() {
				all = append(all, submission{e.Name(), student, only, "it is a symbolic link, which is not followed"})
			}
		case slices.Contains(packed, strings.ToLower(filepath.Ext(e.Name()))):
			archives = append(archives, Shown(e.Name()))
		}
	}
	return all, archives, nil
}

// handedIn are the submissions in the folder of one student. A folder that is
// known by the names of its files alone counts if none is known better.
func handedIn(courses []Course, only *Course, path, name string) []submission {
	student := filepath.Join(path, name)
	found := descend(student, maxDepth, func(dir string) *Course { return recognize(courses, only, dir) })
	if len(found) == 0 && only != nil {
		found = descend(student, maxDepth, func(dir string) *Course {
			if resembles(only, dir) {
				return only
			}
			return nil
		})
	}
	if len(found) == 0 {
		s := submission{name: name, path: student, course: only}
		if _, err := os.ReadDir(student); err != nil {
			s.problem = unreadable(name, err).Error()
		}
		return []submission{s}
	}
	for i := range found {
		found[i].name = name
		if len(found) > 1 {
			rel, _ := filepath.Rel(path, found[i].path) // it is below
			found[i].name = filepath.ToSlash(rel)
		}
	}
	return found
}

// descend looks for labs in a student's folder. It follows no symbolic link.
func descend(path string, depth int, is func(dir string) *Course) (all []submission) {
	if c := is(path); c != nil {
		return []submission{{path: path, course: c}}
	}
	entries, _ := os.ReadDir(path) // unreadable, it holds no lab that we can grade
	for _, e := range entries {
		if depth > 1 && e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			all = append(all, descend(filepath.Join(path, e.Name()), depth-1, is)...)
		}
	}
	return all
}
