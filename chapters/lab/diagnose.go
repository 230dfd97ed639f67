package lab

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// diagnose says why there is no binary.
func (w *workspace) diagnose(ctx context.Context, err error, out string) *Problem {
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return &Problem{Kind: Toolchain, Text: "there is no go command on PATH, and a check compiles your code", Hint: "install Go 1.25 or later: https://go.dev/dl/"}
	case ctx.Err() != nil:
		return &Problem{Kind: Compile, Text: fmt.Sprintf("compiling was not done after %v", buildTime), Detail: out,
			Hint: "the first check on a machine compiles the standard library too: on a slow one, check again"}
	case fullDisk.MatchString(compilerLine.ReplaceAllString(out, "")):
		return machine(syscall.ENOSPC)
	}
	p := &Problem{Kind: Compile, Errors: w.diagnostics(out)}
	own := func(d Diagnostic) bool { return slices.Contains(w.own, d.File) }
	tests := func(d Diagnostic) bool { return strings.HasSuffix(d.File, "_test.go") }
	switch {
	case len(p.Errors) == 0:
		return w.refused(err, out)
	case slices.ContainsFunc(p.Errors, own):
		p.Errors = slices.DeleteFunc(p.Errors, func(d Diagnostic) bool { return !own(d) })
		p.Text = "your code does not compile"
		if strings.Contains(out, "no required module provides") {
			p.Hint = "the lab needs nothing beside the standard library"
		}
	case !slices.ContainsFunc(p.Errors, func(d Diagnostic) bool { return !tests(d) }):
		p.Text = "your code compiles, and the tests cannot use it"
		p.Hint = "keep the names, the parameters and the results that were handed out"
	default:
		p.Text = "your code does not compile, and the compiler names files that are none of yours"
	}
	return p
}

// refused is for an error of the go command that names no line.
func (w *workspace) refused(err error, out string) *Problem {
	out = strings.TrimSpace(packageLine.ReplaceAllString(out, ""))
	out = strings.ReplaceAll(out, w.dir, "your folder")
	p := &Problem{Kind: Compile, Text: "the go command cannot compile your folder", Detail: out}
	switch {
	case out == "":
		p.Detail = err.Error()
	case strings.Contains(out, "found packages"):
		p.Hint = "each file begins with package " + w.lab.Package
	}
	if tooOld.MatchString(out) {
		p.Kind, p.Text, p.Hint = Toolchain, "this Go is too old for the lab", "install Go 1.25 or later: https://go.dev/dl/"
	}
	return p
}

// compilerLine is "./frame.go:12:5: undefined: x", the column left out by some.
var compilerLine = regexp.MustCompile(`(?m)^(?:vet: )?(?:\./|\.\\)?([^\n:]+\.go):(\d+):(?:(\d+):)? (.*(?:\n\t.*)*)`)

// What the go command says beside errors: of itself, of what it could not write,
// and which package the lines below are about. Names and strings of a student's
// may hold the same words, and not as such a line.
var (
	tooOld      = regexp.MustCompile(`(?m)^go: (?:\S+ )?go\.mod requires go >=`)
	fullDisk    = regexp.MustCompile(`(?m): ` + regexp.QuoteMeta(syscall.ENOSPC.Error()) + `$`)
	packageLine = regexp.MustCompile(`(?m)^# .*\n`)
)

// diagnostics finds the compiler's errors in what the go command printed.
func (w *workspace) diagnostics(out string) (all []Diagnostic) {
	for _, m := range compilerLine.FindAllStringSubmatch(out, -1) {
		line, _ := strconv.Atoi(m[2])
		column, _ := strconv.Atoi(m[3]) // 0 if there is none
		all = append(all, Diagnostic{Place{File: filepath.Base(m[1]), Line: line, Column: column}, m[4]})
	}
	return all
}

// machine is a Problem that is none of the student's.
func machine(err error) *Problem {
	p := &Problem{Kind: Machine, Text: err.Error()}
	var at *fs.PathError
	if errors.As(err, &at) {
		p.Text = filepath.Dir(at.Path) + ": " + at.Err.Error()
	}
	switch {
	case errors.Is(err, syscall.ENOSPC):
		p.Hint = "a check needs room for temporary files, about 20 MB in " + os.TempDir() + "; TMPDIR names another place"
	case errors.Is(err, os.ErrPermission):
		p.Hint = "a check reads your files and writes to " + os.TempDir()
	}
	return p
}
