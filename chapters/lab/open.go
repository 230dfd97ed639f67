package lab

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"strings"
)

// Open takes apart the lab in fsys, whose package has the import path module.
// Without a lab the error is fs.ErrNotExist.
func Open(fsys fs.FS, module string) (*Lab, error) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, err
	}
	l := &Lab{module: module}
	for _, e := range entries {
		if name := e.Name(); path.Ext(name) == ".go" || name == "README.md" {
			text, err := fs.ReadFile(fsys, name)
			if err != nil {
				return nil, err
			}
			if err := l.add(name, unixLines(text)); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	hints, err1 := fs.ReadFile(fsys, "hints.md")
	notices, err2 := fs.ReadFile(fsys, "solution.md")
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	return l, errors.Join(l.hints(unixLines(hints)), l.notices(unixLines(notices)), l.whole())
}

// add sorts a file into the lab.
func (l *Lab) add(name string, text []byte) error {
	f := File{Name: name, Role: Given, Solution: text, Skeleton: text}
	var err error
	switch {
	case name == "README.md":
		f.Role = Handout
		heading, _, _ := strings.Cut(string(text), "\n")
		l.Title = strings.TrimPrefix(heading, "# ")
	case strings.HasSuffix(name, "_test.go"):
		f.Role = Testing
		err = l.tests(text)
	default:
		if f.Skeleton, f.Missing, err = Cut(text); err == nil && !bytes.Equal(f.Skeleton, text) {
			f.Role = Student
		}
	}
	l.Files = append(l.Files, f)
	return err
}

// tests finds the tests of a file.
func (l *Lab) tests(source []byte) error {
	tree, err := parser.ParseFile(token.NewFileSet(), "", source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	l.Package = strings.TrimSuffix(tree.Name.Name, "_test")
	if l.Package == tree.Name.Name {
		return fmt.Errorf("write package %s_test: the tests use the package from outside", l.Package)
	}
	for _, d := range tree.Decls {
		f, ok := d.(*ast.FuncDecl)
		switch {
		case !ok || !isTest(f):
		case f.Name.Name == "TestMain":
			return errors.New("TestMain is the check's own")
		default:
			asks := new(doc.Package).Synopsis(f.Doc.Text())
			l.Tests = append(l.Tests, Test{Name: f.Name.Name, Asks: strings.TrimPrefix(asks, f.Name.Name+" ")})
		}
	}
	return nil
}

// isTest reports whether f is a test by its name and its one parameter.
func isTest(f *ast.FuncDecl) bool {
	return f.Recv == nil && strings.HasPrefix(f.Name.Name, "Test") && f.Type.Params.NumFields() == 1
}

// whole reports what a lab cannot do without.
func (l *Lab) whole() error {
	var errs []error
	if l.Title == "" {
		errs = append(errs, errors.New("there is no README.md with a title"))
	}
	if len(l.Tests) == 0 {
		errs = append(errs, errors.New("there is no test"))
	}
	if len(l.Students()) == 0 {
		errs = append(errs, errors.New("no file has a region to write"))
	}
	for _, t := range l.Tests {
		if t.Asks == "" {
			errs = append(errs, fmt.Errorf("%s has no comment that says what it asks", t.Name))
		}
		if len(t.Hints) != hintsPerTest {
			errs = append(errs, fmt.Errorf("hints.md has %d hints for %s; write %d", len(t.Hints), t.Name, hintsPerTest))
		}
	}
	return errors.Join(errs...)
}

// unixLines makes the line ends of a Windows checkout those of the repository.
func unixLines(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")) }
