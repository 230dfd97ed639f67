package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sockbook/runner/fault"
	"sockbook/runner/grade"
)

// writable finds out before the first submission is graded whether the grades
// can be written where they are to go.
func (p *Program) writable(g *grading) error {
	if g.out == "" {
		return nil
	}
	out, stream := p.target(g.out)
	if stream {
		return nil
	}
	folder := g.format == "gradescope" && !g.options.One
	info, err := os.Stat(out)
	switch {
	case err == nil && info.IsDir() && !folder:
		return fault.Usage("name a file in it", "--out %s is a folder", g.out)
	case err == nil && !info.IsDir() && folder:
		return fault.Usage("name a folder, or a file whose name ends in .json for one submission", "--out %s is a file", g.out)
	}
	if !folder {
		out = filepath.Dir(out)
	}
	err = os.MkdirAll(out, 0o777)
	if err == nil {
		var probe *os.File
		if probe, err = os.CreateTemp(out, ".grades-*.new"); err == nil {
			err = errors.Join(probe.Close(), os.Remove(probe.Name()))
		}
	}
	if err != nil {
		return fault.New("nothing was graded yet; name another place", "--out %s cannot be written: %w", g.out, err)
	}
	return nil
}

// target is where a symbolic link leads, or path itself. A stream is there
// already and is neither a file nor a folder, such as /dev/stdout: what is put in
// its place would not be what it is.
func (p *Program) target(path string) (at string, stream bool) {
	if !filepath.IsAbs(path) {
		path = filepath.Join(p.Dir, path)
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	info, err := os.Lstat(path)
	return path, err == nil && !info.Mode().IsRegular() && !info.IsDir()
}

// writeGrades prints the grades or writes them to files.
func (p *Program) writeGrades(g *grading, grades []grade.Grade) error {
	if g.options.One {
		return p.writeOne(g, &grades[0], g.out)
	}
	if g.format == "gradescope" {
		for i := range grades {
			out := filepath.Join(g.out, filepath.FromSlash(grades[i].Submission), "results.json")
			if err := p.writeOne(g, &grades[i], out); err != nil {
				return err
			}
		}
		return nil
	}
	width := 0
	if g.out == "" {
		width, _ = p.Console.Size()
	}
	return p.write(g.out, func(to *strings.Builder) error { return grade.Write(to, g.format, grades, width) })
}

func (p *Program) writeOne(g *grading, one *grade.Grade, out string) error {
	return p.write(out, func(to *strings.Builder) error {
		if g.format == "classroom50" {
			return grade.Classroom50(to, one, os.Getenv)
		}
		return grade.Gradescope(to, one)
	})
}

// write makes a text and prints it, or replaces the file out by it as a whole;
// a stream gets it as it is.
func (p *Program) write(out string, fill func(*strings.Builder) error) error {
	var text strings.Builder
	if err := fill(&text); err != nil {
		return err
	}
	if out == "" {
		_, err := fmt.Fprint(p.Console.Out, text.String())
		return err
	}
	out, stream := p.target(out)
	var err error
	if stream {
		err = os.WriteFile(out, []byte(text.String()), 0o666)
	} else {
		err = replace(out, []byte(text.String()))
	}
	if err != nil {
		return fault.New("the grades are kept: the same command with another --out writes them at once", "%w", err)
	}
	return nil
}

// replace writes a file of which nobody sees a part.
func replace(file string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return err
	}
	temp := fmt.Sprintf("%s.%d.new", file, time.Now().UnixNano())
	err := os.WriteFile(temp, text, 0o666)
	if err == nil {
		err = os.Rename(temp, file)
	}
	if err != nil {
		_ = os.Remove(temp) // err is the one to report
	}
	return err
}
