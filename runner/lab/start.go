package lab

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"sockbook/chapters/lab"
	"sockbook/runner/fault"
)

// Start makes the student's folder: dir or, without one, labs and the
// chapter's name in the working directory. What is there already stays as it
// is.
func (b *Bench) Start(dir string) error {
	path := b.abs(dir)
	if dir == "" && !b.holds(b.Cwd) {
		path = filepath.Join(b.Cwd, labsFolder, b.Chapter)
	}
	if err := b.vacant(path); err != nil {
		return err
	}
	var p placing
	lines, kept, err := b.furnish(&p, path, dir == "")
	if err != nil {
		p.undo()
		return b.unwritable(path, err)
	}
	if b.recall(path).Count == 0 {
		b.record(path, func(*history) {})
	}
	out := b.Console.Out
	fmt.Fprintf(out, "%s, in %s\n\n%s\n", b.Console.Bold(b.Lab.Title), b.shown(path), strings.Join(lines, ""))
	if kept > 0 {
		fmt.Fprintf(out, "Nothing that was there is changed.\n\n")
	}
	b.directions(path)
	return nil
}

// vacant refuses a folder that belongs to something else.
func (b *Bench) vacant(path string) error {
	entries, err := os.ReadDir(path)
	if errors.Is(err, fs.ErrNotExist) || b.holds(path) {
		return nil
	}
	if err != nil {
		return b.unwritable(path, err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") { // .git, .DS_Store
			return fault.New("a folder that is empty or not there: "+b.Command+" start DIR",
				"%s is no folder of this lab, and holds %s already", b.shown(path), visible(e.Name()))
		}
	}
	return nil
}

// furnish makes the folder and its files, and says of each what became of it.
// kept is how many were there.
func (b *Bench) furnish(p *placing, path string, parents bool) (lines []string, kept int, err error) {
	if err := p.folder(path, parents); err != nil {
		return nil, 0, err
	}
	for _, f := range b.files() {
		err := p.file(filepath.Join(path, f.Name), f.Skeleton)
		how := "wrote"
		switch {
		case errors.Is(err, fs.ErrExist):
			how = "kept "
			kept++
		case err != nil:
			return nil, 0, err
		}
		lines = append(lines, fmt.Sprintf("  %s  %-*s  %s\n", how, widest(b.Files()), f.Name, b.Console.Dim(purpose(f))))
	}
	return lines, kept, nil
}

// files are those of the student's folder.
func (b *Bench) files() []lab.File {
	all := []lab.File{{Name: "go.mod", Role: lab.Given, Skeleton: b.Lab.GoMod()}}
	return append(all, b.Lab.Files...)
}

// Files are the names of the files of a student's folder.
func (b *Bench) Files() []string {
	var names []string
	for _, f := range b.files() {
		names = append(names, f.Name)
	}
	return names
}

// purpose says what a file is there for.
func purpose(f lab.File) string {
	switch f.Role {
	case lab.Student:
		return "to write: " + strings.Join(f.Missing, ", ")
	case lab.Testing:
		return "tests"
	case lab.Handout:
		return "the hand-out"
	}
	if f.Name == "go.mod" {
		return "makes the folder a module of its own"
	}
	return "given"
}

// directions say what to do next.
func (b *Bench) directions(path string) {
	var names []string
	for _, f := range b.Lab.Students() {
		names = append(names, f.Name)
	}
	fmt.Fprintf(b.Console.Out, "Write what is marked TODO in %s. Then:\n\n", list(names))
	steps := [][2]string{
		{b.command(path, "check"), "what your code shows"},
		{b.command(path, "check", "--watch"), "the same after each save"},
		{b.Command, "the hand-out"},
	}
	widest := len(steps[1][0])
	for _, s := range steps {
		fmt.Fprintf(b.Console.Out, "  %-*s  %s\n", widest, s[0], b.Console.Dim(s[1]))
	}
}

// list is "a, b and c".
func list(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// unwritable says that the folder cannot be made or written to.
func (b *Bench) unwritable(path string, err error) error {
	hint := "another folder: " + b.Command + " start DIR"
	if errors.Is(err, fs.ErrNotExist) {
		hint = "the folder above it must be there: mkdir " + quoted(b.shown(filepath.Dir(path)))
	}
	return fault.New(hint, "nothing is written to %s: %w", b.shown(path), cause(err))
}
