package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sockbook/chapters"
	engine "sockbook/chapters/lab"
	"sockbook/runner/fault"
	"sockbook/runner/grade"
)

// grading is what the flags of grade say.
type grading struct {
	lab, format, out string
	options          grade.Options
	found            int // submissions
}

func (p *Program) grade() *cobra.Command {
	g := &grading{}
	cmd := &cobra.Command{
		Use:   "grade DIR…",
		Short: "For instructors: grade a class's labs, each apart from the others",
		Long: "Grade checks every submission under the folders, a folder for each student, and\n" +
			"shows one table. A lab is recognized by its go.mod. Each submission runs alone:\n" +
			"on Linux it sees no network, no other's files, and has limits. A point is a\n" +
			"test of the lab that passes. Grades are kept in the working directory as they\n" +
			"are finished: after Ctrl-C the same command goes on where it stopped.",
		GroupID: "rest",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fault.Usage(cmd.CommandPath()+" --help", "grade what? name the folder that holds the submissions")
			}
			return nil
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			g.options.Dirs = args
			return p.gradeAll(cmd.Context(), g)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&g.lab, "lab", "", "grade only the lab of `CHAPTER`, as in ch02")
	flags.StringVar(&g.format, "format", "table", "print it as `FORMAT`: "+strings.Join(grade.Formats, ", "))
	flags.StringVar(&g.out, "out", "", "write to `FILE`; with gradescope, to a folder with one for each submission")
	flags.IntVar(&g.options.Jobs, "jobs", max(1, runtime.NumCPU()/2), "grade `N` submissions at a time")
	flags.DurationVar(&g.options.Timeout, "timeout", engine.DefaultTimeout, "end a test after `TIME`, as in 30s")
	flags.BoolVar(&g.options.Fresh, "fresh", false, "grade again what was graded before")
	complete(cmd, "lab", p.chapterNames)
	complete(cmd, "format", func() []string { return grade.Formats })
	complete(cmd, "jobs", func() []string { return nil })
	complete(cmd, "timeout", func() []string { return nil })
	return cmd
}

// gradeAll grades and writes the grades. When something ends it before the last
// there is no document, which could be taken for the whole.
func (p *Program) gradeAll(ctx context.Context, g *grading) error {
	if err := p.sensible(g); err != nil {
		return err
	}
	ctx, release := p.Console.Interruptible(ctx)
	defer release()
	grades, err := grade.Run(ctx, g.options)
	switch {
	case ctx.Err() != nil:
		return errors.Join(err, p.unfinished(g, len(grades)))
	case len(grades) > 0:
		return errors.Join(p.writeGrades(g, grades), err)
	}
	return err
}

// unfinished says how far a grading came that was ended.
func (p *Program) unfinished(g *grading, done int) error {
	if p.Console.Terminal {
		fmt.Fprintln(p.Console.Err) // behind the ^C that the terminal shows
	}
	if done == 0 {
		return fault.New("the same command begins again", "none of %d graded", g.found)
	}
	if !g.options.Keeps() {
		return fault.New("the same command begins again", "%d of %d graded, and none kept", done, g.found)
	}
	return fault.New("the same command goes on from here", "%d of %d graded, and kept", done, g.found)
}

// sensible looks at what the flags say, before anything runs.
func (p *Program) sensible(g *grading) (err error) {
	o := &g.options
	o.Cwd = p.Dir
	if o.Courses, err = grade.Courses(p.Catalogue); err != nil {
		return err
	}
	if err := positive(o.Timeout); err != nil {
		return err
	}
	if o.Jobs < 1 {
		return fault.Usage("--jobs 1 grades one submission after the other", "--jobs %d grades nothing", o.Jobs)
	}
	if !slices.Contains(grade.Formats, g.format) {
		h := "there are: " + strings.Join(grade.Formats, ", ")
		if near := chapters.Nearest(g.format, grade.Formats); len(near) > 0 {
			h = "did you mean " + near[0] + "?"
		}
		return fault.Usage(h, "no format %q", g.format)
	}
	if g.lab != "" {
		c, err := chapters.Find(p.Catalogue, g.lab)
		if err != nil {
			return fault.Usage(fault.Hint(err), "%w", err)
		}
		i := slices.IndexFunc(o.Courses, func(one grade.Course) bool { return one.Dir == c.Dir })
		if i < 0 {
			return fault.Usage("leave --lab out: labs are recognized by their go.mod", "chapter %d has no lab", c.Number)
		}
		o.Only = &o.Courses[i]
	}
	single := g.format == "gradescope" || g.format == "classroom50"
	o.One = g.format == "classroom50" || single && (g.out == "" || filepath.Ext(g.out) == ".json")
	o.Found = func(n int) error {
		g.found = n
		switch {
		case n == 1 || !o.One:
			return nil
		case g.format == "classroom50":
			return fault.Usage("run it in each student's repository, as Classroom 50 does; if that has several labs, name one: --lab ch02",
				"a Classroom 50 result is of one submission, and there are %d", n)
		}
		return fault.Usage("--out DIR writes DIR/SUBMISSION/results.json for each", "a results.json is of one submission, and there are %d", n)
	}
	o.Warn = func(text, hint string) { p.report(fault.New(hint, "%s", text)) }
	o.Done = func(one *grade.Grade, n, of int, old bool) {
		how := ""
		if old {
			how = ", graded before"
		}
		fmt.Fprintf(p.Console.Err, "%d of %d: %s %d/%d%s\n", n, of, grade.Shown(one.Submission), one.Score, one.Max, how)
	}
	return p.writable(g)
}
