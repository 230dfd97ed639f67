package cli

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sockbook/chapters"
	"sockbook/runner/fault"
	"sockbook/runner/tty"
)

// beneath is the command of a view beneath an example, without its words: how
// it takes the example, completes it, and tells of its failure.
func (p *Program) beneath(c *chapters.Chapter, limit *time.Duration, show func(context.Context, *chapters.Example, []string) error) *cobra.Command {
	cmd := &cobra.Command{
		Args: func(cmd *cobra.Command, args []string) error {
			verb, _, _ := strings.Cut(cmd.Use, " ")
			if len(args) == 0 {
				return fault.Usage(p.Name+" "+command(c)+" list", "%s which example?", verb)
			}
			e, err := c.FindExample(args[0])
			if err != nil {
				return fault.Usage(fault.Hint(err), "%s has no example %q", command(c), args[0])
			}
			if len(args) > 1 && e.Asked == nil {
				return fault.Usage("one example at a time", "the example %s takes no arguments", e.Name)
			}
			return positive(*limit)
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
			running, release := p.Console.Interruptible(cmd.Context())
			defer release()
			e := c.Example(args[0])
			err := show(running, e, args[1:])
			if err == nil {
				p.ran(c, e)
			}
			if err == nil || cmd.Context().Err() != nil || errors.Is(err, tty.ErrInterrupted) || fault.IsUsage(err) {
				return err
			}
			p.report(fault.New(fault.Hint(err), "%s failed: %w", e.Name, err))
			return errReported
		},
	}
	timeout(cmd, limit)
	return cmd
}
