package grade

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sockbook/runner/fault"
)

// below lists the submissions in a folder: itself, or those of its folders. It
// is one student's if it is said to be.
func (o *Options) below(path string) (all []submission, archives []string, err error) {
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, nil, err
	}
	if o.One {
		all, _ = o.handedIn(filepath.Dir(path), filepath.Base(path))
		return all, nil, nil
	}
	all, archives, labs := o.students(path, entries)
	top, isLab, err := o.top(path)
	name := filepath.Base(path)
	switch {
	case err != nil && len(all) == 0:
		return nil, nil, err
	case top.course == nil:
		return all, archives, nil
	case labs == 0 && (isLab || len(all) == 0):
		return []submission{{name: name, path: path, course: top.course}}, nil, nil
	case isLab && top.files == len(top.course.Lab.Students()):
		o.Warn(Shown(name)+" is a folder of "+top.course.Dir+", and has others of a lab in it: all of them are graded",
			"in a folder of a class keep no lab but the students'")
		return append([]submission{{name: ".", path: path, course: top.course}}, all...), archives, nil
	}
	o.Warn(Shown(name)+" has files of "+top.course.Dir+" beside its folders: the folders are graded, and those files are left out",
		"put them into the folder of the student whose they are")
	return all, archives, nil
}

// top is what a folder that was given holds of a lab itself, and whether that
// makes it the lab's: a file that was left in the folder of a class does not.
// The error is why it may be one all the same.
func (o *Options) top(path string) (p place, isLab bool, err error) {
	var s sight
	o.look(path, &s)
	if found := slices.Concat(s.labs, s.alike); len(found) > 0 {
		return found[0], true, nil
	}
	for _, r := range s.denied {
		err = unreadable(filepath.Base(r.path), r.err)
	}
	if o.Only != nil && !ours(path) {
		if n := present(o.Only, path); n > 0 {
			return place{path, o.Only, n}, false, err
		}
	}
	return place{}, false, err
}

// packed are how the names of archives end.
var packed = []string{".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar"}

// students are the submissions in the folders of a class, and how many of them
// are of a lab. What looks like a student's and is left out is named.
func (o *Options) students(path string, entries []fs.DirEntry) (all []submission, archives []string, labs int) {
	for _, e := range entries {
		name := e.Name()
		student := filepath.Join(path, name)
		switch {
		case strings.HasPrefix(name, "."):
			if e.IsDir() && o.holds(student) {
				o.Warn(Shown(name)+" is hidden, and the lab in it is left out", "give the folder a name without the dot")
			}
		case name == "__MACOSX":
		case e.IsDir():
			found, n := o.handedIn(path, name)
			all, labs = append(all, found...), labs+n
		case e.Type() == fs.ModeSymlink:
			info, err := os.Stat(student)
			if err != nil {
				o.Warn(Shown(name)+" is a symbolic link that leads nowhere, and is left out", "put the student's folder in its place")
			} else if info.IsDir() {
				all = append(all, submission{name, student, o.Only, "it is a symbolic link, which is not followed"})
			}
		case slices.Contains(packed, strings.ToLower(filepath.Ext(name))):
			archives = append(archives, Shown(name))
		}
	}
	return all, archives, labs
}

// nothing is the error for a folder without a folder in it.
func nothing(dir string, archives []string) error {
	h := "DIR holds a folder for each student"
	if len(archives) > 0 {
		h = "unpack each archive into a folder of its own: " + few(archives)
	}
	return fault.New(h, "%s holds no folder: there is nothing to grade", dir)
}
