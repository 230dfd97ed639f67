package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sockbook/chapters"
	"sockbook/runner/fault"
	"sockbook/runner/stage"
	"sockbook/runner/tty"
)

// names are the names of a chapter's examples.
func names(c *chapters.Chapter) []string {
	all := make([]string, len(c.Examples))
	for i, e := range c.Examples {
		all[i] = e.Name
	}
	return all
}

func (p *Program) list(c *chapters.Chapter) *cobra.Command {
	return &cobra.Command{
		Use:               "list",
		Short:             "List the examples",
		Args:              none,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(*cobra.Command, []string) error {
			widest := 0
			for _, name := range names(c) {
				widest = max(widest, len(name))
			}
			for _, e := range c.Examples {
				pad := strings.Repeat(" ", widest-len(e.Name))
				fmt.Fprintf(p.Console.Out, "%s%s  %s\n", p.Console.Bold(e.Name), pad, e.Brief)
			}
			return nil
		},
	}
}

func (p *Program) run(c *chapters.Chapter) *cobra.Command {
	var limit time.Duration
	cmd := &cobra.Command{
		Use:   "run [NAME…]",
		Short: "Run the examples of those names, or all of them",
		Args: func(_ *cobra.Command, args []string) error {
			if _, asked := asks(c, args); asked != nil {
				return positive(limit)
			}
			for _, name := range args {
				if _, err := c.FindExample(name); err != nil {
					return fault.Usage(fault.Hint(err), "%s has no example %q", command(c), name)
				}
			}
			return positive(limit)
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			var all []string
			for _, e := range c.Examples {
				if !slices.Contains(args, e.Name) {
					all = append(all, e.Name+"\t"+e.Brief)
				}
			}
			return all, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			s := &stage.Stage{Console: p.Console, Timeout: limit}
			if e, asked := asks(c, args); asked != nil {
				return p.one(cmd.Context(), s, c, e, asked...)
			}
			if len(args) == 1 {
				return p.one(cmd.Context(), s, c, c.Example(args[0]))
			}
			if len(args) == 0 {
				args = names(c)
			}
			return p.several(cmd.Context(), s, c, args)
		},
	}
	timeout(cmd, &limit)
	return cmd
}

// asks reads the arguments of run as an example that takes some of its own, and
// those; asked is nil if they are no such thing.
func asks(c *chapters.Chapter, args []string) (e *chapters.Example, asked []string) {
	if len(args) < 2 {
		return nil, nil
	}
	if e = c.Example(args[0]); e == nil || e.Asked == nil {
		return nil, nil
	}
	return e, args[1:]
}

// one runs one example. That it cannot run here is no failure of its.
func (p *Program) one(ctx context.Context, s *stage.Stage, c *chapters.Chapter, e *chapters.Example, args ...string) error {
	err := p.play(ctx, s, c, e, args...)
	if errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	return err
}

// play runs an example and tells of its end on the standard error, where a
// terminal's stage has not told of it already.
func (p *Program) play(ctx context.Context, s *stage.Stage, c *chapters.Chapter, e *chapters.Example, args ...string) error {
	running, release := p.Console.Interruptible(ctx)
	defer release()
	err := s.Play(running, c, e, args...)
	switch {
	case err == nil:
		p.ran(c, e)
		return nil
	case ctx.Err() != nil || errors.Is(err, tty.ErrInterrupted):
		return err
	case p.Console.Terminal && errors.Is(err, errors.ErrUnsupported):
		return err
	case p.Console.Terminal:
		return errReported
	}
	how := "failed"
	if errors.Is(err, errors.ErrUnsupported) {
		how = "skipped"
	}
	p.report(fault.New(fault.Hint(err), "%s %s: %w", e.Name, how, err))
	if how == "skipped" {
		return err
	}
	return errReported
}

// several runs examples in turn, with a heading each and a summary.
func (p *Program) several(ctx context.Context, s *stage.Stage, c *chapters.Chapter, names []string) error {
	var failed, skipped []string
	for i, name := range names {
		e := c.Example(name)
		if !p.Console.Terminal {
			fmt.Fprintf(p.Console.Out, "== %s: %s\n", e.Name, e.Brief)
		}
		switch err := p.play(ctx, s, c, e); {
		case errors.Is(err, errors.ErrUnsupported):
			skipped = append(skipped, name)
		case err == errReported:
			failed = append(failed, name)
		case err != nil:
			return err
		}
		if i+1 < len(names) || p.Console.Terminal {
			io.WriteString(p.Console.Out, "\n")
		}
	}
	return p.summary(len(names), failed, skipped)
}

func (p *Program) summary(n int, failed, skipped []string) error {
	line := fmt.Sprintf("%d of %d examples ok", n-len(failed)-len(skipped), n)
	if len(failed) > 0 {
		line += fmt.Sprintf(", %d failed (%s)", len(failed), strings.Join(failed, ", "))
	}
	if len(skipped) > 0 {
		line += fmt.Sprintf(", %d skipped (%s)", len(skipped), strings.Join(skipped, ", "))
	}
	fmt.Fprintln(p.Console.Out, line)
	if len(failed) > 0 {
		return errReported
	}
	return nil
}
