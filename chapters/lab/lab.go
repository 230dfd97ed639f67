// Package lab is the machinery of the exercises: it takes a chapter's lab/
// apart, cuts the student's files from the reference solution, and tests what
// a student made of them in processes that may go wrong in any way. It is no
// sandbox: a submission runs with the rights of whoever checks it, and package
// confine says what may outlive the check.
//
// It prints nothing. The runner shows what is found here, and the tests of
// package chapters hold every lab against its planted wrong answers with it.
package lab

import "fmt"

// A Lab is a chapter's exercise: one package, of which the student writes a
// part.
type Lab struct {
	Title   string // of README.md
	Package string // "frames"
	Files   []File // in the order of their names
	Tests   []Test // in the order of hints.md
	Notices []Notice

	module string // the package's import path, the same in the clone and at the student's
}

// A Role says whose a file is.
type Role int

const (
	Student Role = iota // the student writes a part of it
	Given               // the student uses it as it is
	Testing             // the tests
	Handout             // README.md
)

// A File is one that the student's folder gets.
type File struct {
	Name     string
	Role     Role
	Solution []byte   // as the workbook has it
	Skeleton []byte   // as the student gets it; the same, but for a Student's
	Missing  []string // Student: the functions to write, in order: "Write", "Reader.Next"
}

// A Test is a top-level test function.
type Test struct {
	Name  string
	Asks  string   // the first sentence of its comment, without the name
	Hints []string // Markdown, from a nudge to nearly the answer
}

// A Notice is what to see in our solution of one function, as Markdown.
type Notice struct{ Function, File, Text string }

// hintsPerTest is how many hints a test has.
const hintsPerTest = 3

// Students are the files that the student writes.
func (l *Lab) Students() []File {
	var all []File
	for _, f := range l.Files {
		if f.Role == Student {
			all = append(all, f)
		}
	}
	return all
}

// GoMod is the student's go.mod: a module that requires nothing, so that it
// builds anywhere and without a network.
func (l *Lab) GoMod() []byte {
	return fmt.Appendf(nil, "module %s\n\ngo 1.25\n", l.module)
}
