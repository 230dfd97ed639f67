package chapters

import (
	"bytes"
	"iter"
)

// A Lesson is a chapter's README.md, taken apart.
type Lesson struct {
	Title    string    // of the level-1 heading, as plain text
	Intro    []Block   // what stands before the first section
	Sections []Section // one for each level-2 and level-3 heading, in order
}

// A Section is a heading and what stands beneath it, up to the next heading
// of level 2 or 3.
type Section struct {
	Number  string // "4" for the fourth level-2 heading, "4.2" for the second of level 3 beneath it
	Level   int    // 2 or 3
	Title   string // as plain text
	Heading string // its Markdown: "### The `listen` queue"
	Slug    string // the anchor that code hosts give it: "the-listen-queue"
	Line    int    // in README.md, from 1
	Blocks  []Block
}

// A BlockKind says what a [Block] is to the reader.
type BlockKind int

const (
	Prose   BlockKind = iota // Markdown that needs nothing: text, lists, tables, drawings, commands
	Code                     // a fence that holds source, under <!-- code: FILE NAME -->
	Run                      // a text fence that holds a transcript, under <!-- run: EXAMPLE -->
	Predict                  // a quote that begins **Predict.**
	Answer                   // a quote that begins **Answer.**
	Verdict                  // in a lab's hand-out, a text fence with what a check says, under <!-- check: WRONG -->
)

func (k BlockKind) String() string {
	return [...]string{"prose", "code", "run", "predict", "answer", "verdict"}[k]
}

// A Block is the smallest part of a lesson that is shown, or checked, by
// itself. Prose runs on in one block as long as nothing else interrupts it.
type Block struct {
	Kind     BlockKind
	Markdown string // the block's source, without its directive
	Line     int    // of its first line in README.md, from 1

	File, Name string // Code: the source file, below the chapter's folder, and the declaration; no Name: the whole file

	Wrong string // Verdict: the name of the planted wrong answer that is checked
	Test  string // Verdict: the only test that it is about, "" for all

	Example    string // Run: the example's name
	View       string // Run: "", "trace" or "wire"
	Measured   bool   // Run: the numbers are measurements and differ from run to run
	Transcript string // Run, Verdict: what the fence holds

	fence fence // its place in the source; all of it for Code and Run, start and end for the others
}

// ParseLesson takes a lesson apart. It never refuses Markdown; its error is
// about directives that are malformed or stand above no fence, and questions
// that are almost marked as such. The Lesson is whole, without them, even so.
func ParseLesson(source []byte) (*Lesson, error) {
	p := parseLesson("README.md", unixLines(source))
	return p.lesson, p.problems.err()
}

// All yields the blocks in order, each with the section it stands in; nil for
// the introduction.
func (l *Lesson) All() iter.Seq2[*Section, *Block] {
	return func(yield func(*Section, *Block) bool) {
		for i := range l.Intro {
			if !yield(nil, &l.Intro[i]) {
				return
			}
		}
		for i := range l.Sections {
			s := &l.Sections[i]
			for j := range s.Blocks {
				if !yield(s, &s.Blocks[j]) {
					return
				}
			}
		}
	}
}

// unixLines makes the line ends of a Windows checkout those of the repository.
func unixLines(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")) }
