package cli

import (
	"errors"

	"github.com/spf13/cobra"

	"sockbook/chapters"
	engine "sockbook/chapters/lab"
	"sockbook/runner/fault"
	"sockbook/runner/lab"
)

func (p *Program) labStart(c *chapters.Chapter) *cobra.Command {
	var reset string
	cmd := &cobra.Command{
		Use:   "start [DIR]",
		Short: "Make the folder to work in; what is there already stays as it is",
		Long: folded("Start makes the folder DIR, or labs/" + c.Dir + ", with the files of the lab. Of a " +
			"folder that is there already it puts back what is missing and changes nothing."),
		Args:              folder,
		ValidArgsFunction: folders,
		RunE: func(cmd *cobra.Command, args []string) error {
			b, err := p.bench(c)
			switch {
			case err != nil:
				return err
			case cmd.Flags().Changed("reset"):
				return b.Reset(arg(args, 0), reset)
			}
			return b.Start(arg(args, 0))
		},
	}
	cmd.Flags().StringVar(&reset, "reset", "", "set `FILE` back to how it was handed out, and keep the old one beside it")
	complete(cmd, "reset", func() []string {
		b, err := p.bench(c)
		if err != nil {
			return nil
		}
		return b.Files()
	})
	return cmd
}

func (p *Program) labCheck(c *chapters.Chapter) *cobra.Command {
	var o lab.CheckOptions
	cmd := &cobra.Command{
		Use:               "check [DIR]",
		Short:             "See what the tests say of your code",
		Args:              folder,
		ValidArgsFunction: folders,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := positive(o.Timeout); err != nil {
				return err
			}
			b, err := p.bench(c)
			if err != nil {
				return err
			}
			o.Dir = arg(args, 0)
			err = b.Check(cmd.Context(), o)
			if errors.Is(err, lab.ErrNotPassed) {
				return errReported
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&o.Watch, "watch", false, "check again after each save, until Ctrl-C")
	cmd.Flags().BoolVar(&o.JSON, "json", false, "print it for a program")
	cmd.Flags().DurationVar(&o.Timeout, "timeout", engine.DefaultTimeout, "end a test after `TIME`, as in 30s")
	complete(cmd, "timeout", func() []string { return nil })
	return cmd
}

func (p *Program) labHint(c *chapters.Chapter) *cobra.Command {
	return &cobra.Command{
		Use:   "hint [TEST [DIR]]",
		Short: "Show the next of a test's three hints",
		Long: "Hint shows the next hint for TEST or, without one, for the first test that did\n" +
			"not pass in the last check.",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 2 {
				return fault.Usage(cmd.CommandPath()+" --help", "%s takes one test, and there is %q", cmd.CommandPath(), args[2])
			}
			return nil
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			l, err := c.Lab()
			if err != nil || len(args) > 0 {
				return nil, cobra.ShellCompDirectiveFilterDirs
			}
			var all []string
			for _, t := range l.Tests {
				all = append(all, t.Name+"\t"+t.Asks)
			}
			return all, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
		},
		RunE: func(_ *cobra.Command, args []string) error {
			b, err := p.bench(c)
			if err != nil {
				return err
			}
			return b.Hint(arg(args, 1), arg(args, 0))
		},
	}
}

func (p *Program) labStatus(c *chapters.Chapter) *cobra.Command {
	return &cobra.Command{
		Use:               "status [DIR]",
		Short:             "Show how each test has fared so far",
		Args:              folder,
		ValidArgsFunction: folders,
		RunE: func(_ *cobra.Command, args []string) error {
			b, err := p.bench(c)
			if err != nil {
				return err
			}
			return b.Status(arg(args, 0))
		},
	}
}

func (p *Program) labSolution(c *chapters.Chapter) *cobra.Command {
	giveUp := false
	cmd := &cobra.Command{
		Use:               "solution [DIR]",
		Short:             "Show your code beside ours, once every test passes",
		Args:              folder,
		ValidArgsFunction: folders,
		RunE: func(_ *cobra.Command, args []string) error {
			b, err := p.bench(c)
			if err != nil {
				return err
			}
			return b.Solution(arg(args, 0), giveUp)
		},
	}
	cmd.Flags().BoolVar(&giveUp, "give-up", false, "show ours though not every test passes; that is remembered")
	return cmd
}
