package grade

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// maxDepth is how many folders below one that is given a submission may be:
// a student's clone holds labs/ch02-stream.
const maxDepth = 5

// A place is a folder of a lab.
type place struct {
	path   string
	course *Course
	files  int // of those that its students write
}

// A sight is what is seen of labs in a folder and below it.
type sight struct {
	labs   []place // whose lab is named there
	alike  []place // with most of the files of the lab that is asked for
	denied []refusal
}

// A refusal is why a lab may be there and not be seen.
type refusal struct {
	path string
	err  error
}

// handedIn are the submissions in the folder of one student, and how many of
// them are of a lab. Where no folder names its lab, the one with most of the
// files of the lab that is asked for counts.
func (o *Options) handedIn(class, name string) (all []submission, labs int) {
	student := filepath.Join(class, name)
	var s sight
	o.descend(student, maxDepth, &s)
	found := s.labs
	if len(found) == 0 && len(s.alike) > 0 {
		found = []place{slices.MinFunc(s.alike, place.compare)}
	}
	if len(found) == 0 {
		one := submission{name: name, path: student, course: o.Only}
		if len(s.denied) > 0 {
			one.problem = s.denied[0].text(class)
		}
		return []submission{one}, 0
	}
	for _, r := range s.denied {
		o.Warn(Shown(r.text(class))+"; a lab that is there is left out", "allow yourself to read it")
	}
	found = o.distinct(class, name, found)
	for _, p := range found {
		one := submission{name: name, path: p.path, course: p.course}
		if len(found) > 1 {
			one.name = relative(class, p.path)
		}
		all = append(all, one)
	}
	return all, len(found)
}

// distinct leaves out a folder in which, or around which, there is a better one
// of the same lab, and names it. Side by side each is a submission: they may be
// several students'.
func (o *Options) distinct(class, name string, found []place) (kept []place) {
	var left []string
	count := make(map[string]int)
	for _, p := range found {
		if slices.ContainsFunc(found, func(q place) bool { return q.shadows(p) }) {
			left = append(left, Shown(relative(class, p.path)))
			continue
		}
		kept = append(kept, p)
		count[p.course.Dir]++
	}
	if len(left) > 0 {
		o.Warn("left out, for a better folder of the same lab lies in it or around it: "+few(left), "hand in each lab once")
	}
	for _, dir := range sorted(count) {
		if n := count[dir]; n > 1 && !o.One {
			o.Warn(fmt.Sprintf("%s has %d folders of %s: each has a row", Shown(name), n, dir), "if they are one student's, count one of them")
		}
	}
	return kept
}

// shadows reports whether p is left out for q.
func (q place) shadows(p place) bool {
	nested := q.path != p.path && (within(p.path, q.path) || within(q.path, p.path))
	return nested && q.course.Dir == p.course.Dir && q.compare(p) < 0
}

// compare puts the folder with more of the student's files first, and of those
// with as many the one that is less deep.
func (p place) compare(q place) int {
	depth := func(path string) int { return strings.Count(path, string(filepath.Separator)) }
	return cmp.Or(q.files-p.files, depth(p.path)-depth(q.path))
}

// text is the refusal as it is shown, with the path as seen from the class's.
func (r *refusal) text(class string) string {
	return unreadable(relative(class, r.path), r.err).Error()
}

// holds reports whether there is a lab in a folder or below it.
func (o *Options) holds(path string) bool {
	var s sight
	o.descend(path, maxDepth, &s)
	return len(s.labs)+len(s.alike) > 0
}

// descend looks for labs in a student's folder, and below each: lab start
// makes labs/ch03-datagram in the folder it is run in. It follows no symbolic
// link.
func (o *Options) descend(path string, depth int, s *sight) {
	entries, err := os.ReadDir(path)
	if err != nil {
		s.denied = append(s.denied, refusal{path, err})
		return
	}
	o.look(path, s)
	for _, e := range entries {
		if depth > 1 && e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			o.descend(filepath.Join(path, e.Name()), depth-1, s)
		}
	}
}

// look adds to a sight what one folder is.
func (o *Options) look(path string, s *sight) {
	c, err := recognize(o.Courses, path)
	switch {
	case c != nil:
		if o.Only == nil || o.Only.Dir == c.Dir {
			s.labs = append(s.labs, place{path, c, present(c, path)})
		}
	case o.Only != nil && resembles(o.Only, path):
		s.alike = append(s.alike, place{path, o.Only, present(o.Only, path)})
	case err != nil:
		s.denied = append(s.denied, refusal{filepath.Join(path, "go.mod"), err})
	}
}
