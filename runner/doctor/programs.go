package doctor

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"runtime"
	"time"

	"sockbook/runner/fault"
)

// A program is a tool or a language that examples, lessons and tests use.
type program struct {
	name  string
	group Group
	use   string
	by    string     // as in a check
	only  string     // the operating system it is for; "": any
	runs  [][]string // it is here if one of these succeeds; what it prints has its version
	where packages   // how to get it
}

// packages are what holds a program, by package manager: Debian's and
// Ubuntu's, Fedora's, Arch's, Homebrew's, winget's, FreeBSD's; and for macOS
// the whole command where it is not Homebrew's.
type packages struct{ apt, dnf, pacman, brew, winget, pkg, mac string }

func programs() []check {
	var checks []check
	for _, p := range table {
		if p.only == "" || p.only == runtime.GOOS {
			checks = append(checks, check{p.name, p.group, p.use, p.by, p.probe})
		}
	}
	return checks
}

func version(names ...string) (runs [][]string) {
	for _, name := range names {
		runs = append(runs, []string{name, "--version"})
	}
	return runs
}

var number = regexp.MustCompile(`\d+(\.\d+)+`)

// probe runs the program, for one that is found need not work.
func (p program) probe(ctx context.Context) (string, error) {
	var first error
	for _, args := range p.runs {
		text, err := try(ctx, args)
		if err == nil {
			return number.FindString(text), nil
		}
		if first == nil {
			first = err
		}
	}
	return "", fault.New(p.where.command(), "%w", first)
}

var errAbsent = errors.New("there is no program")

// try runs a command. Its error is the first line of what the command says.
func try(ctx context.Context, args []string) (string, error) {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.WaitDelay = 100 * time.Millisecond
	text, err := cmd.CombinedOutput()
	switch line := firstLine(string(text)); {
	case err == nil:
		return string(text), nil
	case errors.Is(err, exec.ErrNotFound):
		return "", fmt.Errorf("%w %s", errAbsent, args[0])
	case line != "":
		return "", fmt.Errorf("%s: %s", args[0], line)
	}
	return "", err
}
