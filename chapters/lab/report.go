package lab

import "time"

// A Report is what a check found. Where Problem is set no test could be run.
type Report struct {
	Problem *Problem
	Results []Result // one for each test of the lab, in order
	Notes   []string // what the student ought to know beside it: "lab_test.go was changed; …"
}

// Passed is how many tests passed.
func (r *Report) Passed() int {
	n := 0
	for i := range r.Results {
		if r.Results[i].State == Passed {
			n++
		}
	}
	return n
}

// A State is how a test ended.
type State string

const (
	Passed    State = "passed"
	Failed    State = "failed"
	Unwritten State = "unwritten" // it met a part that is still a TODO
)

// A Result is how one test ended and what that shows.
type Result struct {
	Test    string
	State   State
	Shows   string   // one line; "" if it passed
	Details []Detail // the failing input, and what came of it
	At      Place    // where in the student's code it went wrong, if that is known
	Took    time.Duration
}

// A Detail is a line "input: …", "got: …" or "want: …" of a failure.
type Detail struct{ Key, Text string }

// A Place is a line of a student's file; Line is 0 if there is none to name.
type Place struct {
	File     string // its name in the student's folder
	Line     int
	Column   int
	Function string // "Reader.Next", where it is known
}

// A Problem is why no test could be run.
type Problem struct {
	Kind   ProblemKind
	Text   string       // one line: "frame.go does not compile"
	Errors []Diagnostic // of the compiler
	Detail string       // what the tool said beside them, or the beginning of what the program printed
	Hint   string
}

// A ProblemKind names a Problem for tools.
type ProblemKind string

const (
	Compile   ProblemKind = "compile"   // the student's code does not compile
	Missing   ProblemKind = "missing"   // a file of the student's is not there, or is no file
	Startup   ProblemKind = "startup"   // the program ended, or hung, before the first test
	Toolchain ProblemKind = "toolchain" // no go command, or it fails
	Machine   ProblemKind = "machine"   // no space, no memory, no permission
)

// A Diagnostic is a compiler's error.
type Diagnostic struct {
	Place
	Text string
}
