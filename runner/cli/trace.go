package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"sockbook/chapters"
	calls "sockbook/chapters/trace"
	"sockbook/runner/fault"
	"sockbook/runner/trace"
	"sockbook/runner/tty"
)

func (p *Program) trace(c *chapters.Chapter) *cobra.Command {
	v := &trace.View{Console: p.Console}
	cmd := &cobra.Command{
		Use:   "trace EXAMPLE",
		Short: "Run an example and show its system calls as they happen",
		Long: "Trace runs an example under strace and shows the calls that it makes on sockets,\n" +
			"each with the party whose it is: a listener, a server's connection, a client.\n" +
			"What Go does on its own account is counted and not shown.",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fault.Usage(p.Name+" "+command(c)+" list", "trace which example?")
			}
			e, err := c.FindExample(args[0])
			if err != nil {
				return fault.Usage(fault.Hint(err), "%s has no example %q", command(c), args[0])
			}
			if len(args) > 1 && e.Asked == nil {
				return fault.Usage("one example at a time", "the example %s takes no arguments", e.Name)
			}
			return positive(v.Timeout)
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			var all []string
			for _, e := range c.Examples {
				if len(args) == 0 {
					all = append(all, e.Name+"\t"+e.Brief)
				}
			}
			return all, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			v.Command = p.byHand(c, args)
			return p.traced(cmd.Context(), v, c, c.Example(args[0]), args[1:])
		},
	}
	cmd.Flags().BoolVar(&v.All, "all", false, "show what Go does on its own account too, and calls on files and pipes")
	cmd.Flags().BoolVar(&v.Raw, "raw", false, "show strace's own lines, and the command that prints them")
	timeout(cmd, &v.Timeout)
	return cmd
}

// traced shows a trace and tells of its failure.
func (p *Program) traced(ctx context.Context, v *trace.View, c *chapters.Chapter, e *chapters.Example, args []string) error {
	running, release := p.Console.Interruptible(ctx)
	defer release()
	err := v.Show(running, c, e, args...)
	if err == nil || ctx.Err() != nil || errors.Is(err, tty.ErrInterrupted) {
		return err
	}
	p.report(fault.New(fault.Hint(err), "%s failed: %w", e.Name, err))
	return errReported
}

// byHand is what a reader types to have strace's lines without us.
func (p *Program) byHand(c *chapters.Chapter, args []string) string {
	program, build := p.Name, ""
	if strings.HasPrefix(program, "go run ") {
		program = "./sockets"
		build = fmt.Sprintf("go build -o sockets %s\n", strings.TrimPrefix(p.Name, "go run "))
	}
	words := append([]string{"strace"}, calls.Options...)
	words = append(words, program, command(c), "run")
	for i, w := range append(words, args...) {
		if i > 0 {
			build += " "
		}
		build += quoted(w)
	}
	return build + "\n"
}

// quoted is a word as a shell takes it for itself.
func quoted(word string) string {
	if strings.ContainsAny(word, " \t\n*?[]{}$`\"'\\|&;<>()~#%!") || word == "" {
		return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	}
	return word
}
