package chapters

import (
	"bytes"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"sockbook/chapters/lab"
)

const (
	// leastWrong is how many planted wrong answers a lab has.
	leastWrong = 8
	// shownWrong is how many of them its hand-out shows.
	shownWrong = 6
)

// CheckLab returns everything that is wrong with a chapter's lab, as far as
// that shows without running it: files that have no place in it, tests that no
// wrong answer is planted for, imports of more than the standard library, and
// in the hand-out what CheckPage finds. root is the module's folder.
func CheckLab(root fs.FS, catalogue []Chapter, c *Chapter) []Problem {
	dir := path.Join(c.Dir, "lab")
	l, err := c.Lab()
	if err != nil {
		return []Problem{{File: dir, Text: err.Error()}}
	}
	folder, err := fs.Sub(root, dir)
	if err != nil {
		return []Problem{{File: dir, Text: err.Error()}}
	}
	wrong, err := l.Wrongs(folder)
	var found problems
	if err != nil {
		found.add(dir, 0, "", "%v", err)
	}
	found.labFiles(folder, c)
	found.planted(dir, l, wrong)
	return append(found.sorted(), checkHandout(root, catalogue, path.Join(dir, "README.md"), l, wrong)...)
}

// labFiles reports files that no lab has, or that are not embedded, and Go
// files that are not as they should be.
func (p *problems) labFiles(folder fs.FS, c *Chapter) {
	_ = fs.WalkDir(folder, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		full := path.Join(c.Dir, "lab", file)
		top := path.Dir(file) == "."
		switch {
		case top && slices.Contains([]string{"README.md", "hints.md", "solution.md"}, file):
		case path.Ext(file) == ".go" && (top || path.Dir(file) == "testdata/wrong"):
			p.labSource(folder, file, full)
		default:
			p.add(full, 0, "delete it", "a lab has no such file")
		}
		if top {
			p.embedded(c, full)
		}
		return nil
	})
}

func (p *problems) labSource(folder fs.FS, file, full string) {
	source, err := fs.ReadFile(folder, file)
	if err != nil {
		p.add(full, 0, "", "%v", err)
		return
	}
	source = unixLines(source)
	if neat, err := format.Source(source); err != nil || !bytes.Equal(neat, source) {
		p.add(full, 0, "gofmt -w "+full, "not formatted")
	}
	tree, err := parser.ParseFile(token.NewFileSet(), "", source, parser.ImportsOnly)
	if err != nil {
		p.add(full, 0, "", "%v", err)
		return
	}
	for _, i := range tree.Imports {
		from, _ := strconv.Unquote(i.Path.Value) // the parser has read it
		first, _, _ := strings.Cut(from, "/")
		own := strings.HasSuffix(file, "_test.go") && from == "sockbook/"+path.Dir(full)
		if !own && (strings.Contains(first, ".") || first == "sockbook" || first == "C") {
			p.add(full, 0, "a student without a network has only the standard library", "it imports %s", from)
		}
	}
}

// planted reports tests that nothing proves.
func (p *problems) planted(dir string, l *lab.Lab, wrong []lab.Wrong) {
	if len(wrong) < leastWrong {
		p.add(dir+"/testdata/wrong", 0, "", "%d planted wrong answers; %d at least", len(wrong), leastWrong)
	}
	for _, t := range l.Tests {
		catches := func(w lab.Wrong) bool { return slices.Contains(w.CaughtBy, t.Name) }
		if !slices.ContainsFunc(wrong, catches) {
			p.add(dir, 0, "plant a wrong answer that it catches in testdata/wrong", "nothing proves that %s can fail", t.Name)
		}
	}
}

// whenDone is the section of a hand-out that is read when the lab is solved.
const whenDone = "When every test passes"

func checkHandout(root fs.FS, catalogue []Chapter, file string, l *lab.Lab, wrong []lab.Wrong) []Problem {
	source, err := fs.ReadFile(root, file)
	if err != nil {
		return []Problem{{File: file, Text: err.Error()}}
	}
	k := &checker{root: root, catalogue: catalogue, parsedLesson: parseLesson(file, unixLines(source))}
	for _, w := range wrong {
		k.wrong = append(k.wrong, w.Name)
	}
	for _, t := range l.Tests {
		k.tests = append(k.tests, t.Name)
	}
	k.fences()
	k.commands()
	k.links()
	if l.Section(whenDone) == "" {
		k.report(0, "", "no section %q says what the student can do now, and what to read next", whenDone)
	}
	shown := make(map[string]bool)
	for _, b := range k.lesson.All() {
		if b.Kind == Verdict {
			shown[b.Wrong] = true
		}
	}
	if len(shown) < shownWrong {
		k.report(0, "put <!-- check: NAME --> above a text fence, then go run ./runner sync",
			"the hand-out shows what a check says of %d wrong answers; %d at least", len(shown), shownWrong)
	}
	return k.problems.sorted()
}
