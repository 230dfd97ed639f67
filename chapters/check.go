package chapters

import (
	"io/fs"
	"path"
	"slices"
)

// A checker holds one page against what is real.
type checker struct {
	root      fs.FS // the module
	catalogue []Chapter
	chapter   *Chapter // whose lesson it is; nil: nobody's
	wrong     []string // the planted wrong answers that a hand-out may show
	tests     []string // and the lab's tests
	*parsedLesson
}

// Check returns everything that is wrong with a chapter's lesson, as far as
// that shows without running an example: sections and questions out of order,
// fences that have drifted from their source or have none, examples that no
// transcript shows, commands that name what is not there, dead links. root is
// the module's folder.
func Check(root fs.FS, catalogue []Chapter, c *Chapter) []Problem {
	file := path.Join(c.Dir, "README.md")
	source, err := fs.ReadFile(root, file)
	if err != nil {
		return []Problem{{File: file, Text: err.Error()}}
	}
	k := &checker{root: root, catalogue: catalogue, chapter: c, parsedLesson: parseLesson(file, unixLines(source))}
	k.headings()
	k.questions()
	k.fences()
	k.shown()
	k.commands()
	k.links()
	return k.problems.sorted()
}

// CheckPage does for a page that is no lesson what applies to it: the commands
// that it quotes, and its links. file is below root, with slashes.
func CheckPage(root fs.FS, catalogue []Chapter, file string) []Problem {
	source, err := fs.ReadFile(root, file)
	if err != nil {
		return []Problem{{File: file, Text: err.Error()}}
	}
	k := &checker{root: root, catalogue: catalogue, parsedLesson: parseLesson(file, unixLines(source))}
	k.commands()
	k.links()
	return k.problems.sorted()
}

func (k *checker) report(line int, fix, format string, args ...any) {
	k.problems.add(k.file, line, fix, format, args...)
}

// unknown reports an error that may know what was meant.
func (k *checker) unknown(line int, err error, format string, args ...any) {
	k.report(line, hint(err), format, args...)
}

// shown reports the examples that no transcript of the lesson shows.
func (k *checker) shown() {
	var shown []string
	for _, b := range k.lesson.All() {
		if b.Kind == Run {
			shown = append(shown, b.Example)
		}
	}
	for _, e := range k.chapter.Examples {
		if !slices.Contains(shown, e.Name) {
			k.report(0, "put <!-- run: "+e.Name+" --> above a text fence, then go run ./runner sync",
				"no transcript shows the example %s", e.Name)
		}
	}
}
