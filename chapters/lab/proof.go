package lab

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A Proof checks the planted wrong answers of a lab. All of them are one
// program, which the process of a test is told which answer to be: to link each
// as a student's is linked takes more than twice the time.
type Proof struct {
	w      *workspace
	wrongs []Wrong
}

// Proof compiles wrongs. The error is the compiler's, or ctx's.
func (l *Lab) Proof(ctx context.Context, wrongs []Wrong) (*Proof, error) {
	w, err := l.emptyWorkspace()
	if err != nil {
		return nil, err
	}
	p := &Proof{w, wrongs}
	if err := p.build(ctx); err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

// Close ends the proof.
func (p *Proof) Close() { p.w.remove() }

// Check runs the tests that are to catch the wrong answer with that index.
func (p *Proof) Check(ctx context.Context, i int) (*Report, error) {
	w := *p.w
	w.args = []string{strconv.Itoa(i)}
	w.module = p.path(i)
	w.own = slices.Collect(maps.Keys(w.lab.Answer(&p.wrongs[i])))
	r := w.tests(ctx, CheckOptions{Timeout: DefaultTimeout, Tests: p.wrongs[i].CaughtBy})
	return r, context.Cause(ctx)
}

// path is the import path of an answer. That of its tests is below it.
func (p *Proof) path(i int) string { return fmt.Sprintf("%s/answer%d", p.w.lab.module, i) }

// testsDir is the folder of an answer's tests, in the answer's.
const testsDir = "tests"

func (p *Proof) build(ctx context.Context) error {
	top := map[string][]byte{"go.mod": p.w.lab.GoMod(), "main.go": p.program()}
	if err := write(p.w.dir, top); err != nil {
		return err
	}
	var harnessed []string
	for i := range p.wrongs {
		if err := p.fill(i); err != nil {
			return err
		}
		harnessed = append(harnessed, p.path(i)+"/"+testsDir)
	}
	ctx, stop := context.WithTimeout(ctx, buildTime)
	defer stop()
	if out, err := p.w.compile(ctx, false, "build", harnessed...); err != nil {
		return fmt.Errorf("the wrong answers do not compile: %w\n%s", err, p.named(out))
	}
	return nil
}

// named has the files of the compiler's errors bear the names of the answers.
func (p *Proof) named(out string) string {
	for i, wrong := range slices.Backward(p.wrongs) {
		out = strings.ReplaceAll(out, path.Base(p.path(i))+string(filepath.Separator), wrong.Name+": ")
	}
	return out
}

// fill writes an answer, and the tests in a package that is none of tests.
func (p *Proof) fill(i int) error {
	l := p.w.lab
	answer := l.Answer(&p.wrongs[i])
	tests := map[string][]byte{"harness.go": harnessSource(l.Package)}
	for _, f := range l.Files {
		switch f.Role {
		case Given:
			answer[f.Name] = f.Solution
		case Testing:
			text, err := tell(f.Solution)
			if err != nil {
				return err
			}
			text = bytes.ReplaceAll(text, strconv.AppendQuote(nil, l.module), strconv.AppendQuote(nil, p.path(i)))
			tests[strings.TrimSuffix(f.Name, "_test.go")+".go"] = append([]byte("//line "+f.Name+":1\n"), text...)
		}
	}
	dir := filepath.Join(p.w.dir, path.Base(p.path(i)))
	below := filepath.Join(dir, testsDir)
	if err := os.MkdirAll(below, 0o700); err != nil {
		return err
	}
	if err := write(dir, answer); err != nil {
		return err
	}
	return write(below, tests)
}

// program is the source of the program: its first argument is the index of the
// answer.
func (p *Proof) program() []byte {
	var imports, table bytes.Buffer
	for i, wrong := range p.wrongs {
		fmt.Fprintf(&imports, "\tanswer%d %q\n", i, p.path(i)+"/"+testsDir)
		fmt.Fprintf(&table, "\t{answer%d.Check_begin, []testing.InternalTest{", i)
		for _, test := range wrong.CaughtBy {
			fmt.Fprintf(&table, "{%q, answer%d.%[1]s}, ", test, i)
		}
		table.WriteString("}},\n")
	}
	return fmt.Appendf(nil, program, &imports, &table)
}

const program = `package main

import (
	"os"
	"regexp"
	"strconv"
	"testing"

%s)

var answers = []struct {
	begin func()
	tests []testing.InternalTest
}{
%s}

func main() {
	i, _ := strconv.Atoi(os.Args[1])
	os.Args = append(os.Args[:1], os.Args[2:]...)
	testing.Init()
	answers[i].begin()
	testing.Main(regexp.MatchString, answers[i].tests, nil, nil)
}
`
