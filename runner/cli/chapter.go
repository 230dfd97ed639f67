package cli

import (
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"sockbook/chapters"
	"sockbook/runner/echo"
	"sockbook/runner/fault"
	"sockbook/runner/guard"
	"sockbook/runner/reader"
	"sockbook/runner/stage"
)

// chapter is a chapter's command. Alone, it reads the lesson.
func (p *Program) chapter(c *chapters.Chapter) *cobra.Command {
	cmd := p.read(c)
	cmd.Use = command(c)
	cmd.Short = c.Title
	cmd.Long = folded(c.Title+". "+c.Promise) + "\n\nAlone, it reads the lesson."
	cmd.GroupID = "chapters"
	cmd.Aliases = []string{c.Dir, c.Package, strconv.Itoa(c.Number), "ch" + strconv.Itoa(c.Number)}
	if slug := c.Slug(); slug != c.Package {
		cmd.Aliases = append(cmd.Aliases, slug)
	}
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		return noSuchVerb(cmd, c, args[0])
	}
	cmd.AddCommand(p.read(c), p.list(c), p.run(c), p.trace(c), p.wire(c), p.serve(c), p.dial(c), p.lab(c))
	return cmd
}

func (p *Program) read(c *chapters.Chapter) *cobra.Command {
	var o reader.Options
	cmd := &cobra.Command{
		Use:               "read",
		Short:             "Read the lesson, running each example where it stands",
		Args:              none,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := positive(o.Timeout); err != nil {
				return err
			}
			if cmd.Flags().Changed("from") && o.From == "" {
				return fault.Usage("a section's number, its slug or how its title begins", "--from is empty")
			}
			return reader.Read(cmd.Context(), p.Console, p.Book, c, o)
		},
	}
	cmd.Flags().StringVar(&o.From, "from", "", "begin at the `SECTION` of that number (4.2), slug or beginning of a title")
	cmd.Flags().BoolVar(&o.NoRun, "no-run", false, "show what examples printed when the lesson was written")
	cmd.Flags().BoolVar(&o.All, "all", false, "do not stop between sections")
	timeout(cmd, &o.Timeout)
	complete(cmd, "from", func() []string { return reader.Sections(c) })
	return cmd
}

func (p *Program) serve(c *chapters.Chapter) *cobra.Command {
	addr, limits := echo.DefaultAddr(c), guard.NewLimits()
	cmd := &cobra.Command{
		Use:               "serve",
		Short:             "Run the chapter's echo server until Ctrl-C",
		Args:              none,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if addr == "" {
				return fault.Usage(echo.Hint(c), "--listen is empty")
			}
			return echo.Serve(cmd.Context(), p.Console, c, addr, limits, p.Name+" "+command(c))
		},
	}
	cmd.Flags().StringVar(&addr, "listen", addr, "listen at `ADDR`: "+echo.Form(c))
	complete(cmd, "listen", func() []string { return []string{echo.DefaultAddr(c)} })
	if c.Address == "" {
		limit(cmd, limits)
	}
	return cmd
}

func (p *Program) dial(c *chapters.Chapter) *cobra.Command {
	form := echo.Form(c)
	if c.Address == "" {
		form += ", or a port on this machine"
	}
	cmd := &cobra.Command{
		Use:   "dial ADDR [TEXT…]",
		Short: "Send text to an echo server, or standard input line by line",
		Long: "Dial sends TEXT, as one message, to the echo server at ADDR and prints what\n" +
			"comes back; without TEXT, each line of the standard input. ADDR is\n" + form + ".",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fault.Usage(fmt.Sprintf("%s dial %s hello", p.Name+" "+command(c), echo.DefaultAddr(c)), "dial where?")
			}
			return nil
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return []string{echo.DefaultAddr(c)}, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return echo.Dial(cmd.Context(), p.Console, c, args[0], args[1:], p.Name+" "+command(c))
		},
	}
	cmd.Flags().SetInterspersed(false) // text may begin with a dash
	return cmd
}

// limit adds the flags that say what others can have of a server.
func limit(cmd *cobra.Command, l guard.Limits) {
	cmd.Flags().Var(l.PerAddress, "per-address", "serve `N` connections from one address at once\n(default 16 if other machines can connect); 0: no bound")
	cmd.Flags().Var(l.MaxBytes, "max-bytes", "echo at most `SIZE`, as in 64KiB, on one connection\n(default 256MiB if other machines can connect), over\nUDP to one address in a second (default 1MiB);\n0: no bound")
	cmd.Flags().Var(l.Idle, "idle", "end a connection after `TIME` of silence (default 2m)")
	for _, flag := range []string{"per-address", "max-bytes", "idle"} {
		complete(cmd, flag, func() []string { return nil })
	}
}

// timeout adds the flag that bounds an example.
func timeout(cmd *cobra.Command, d *time.Duration) {
	cmd.Flags().DurationVar(d, "timeout", stage.DefaultTimeout, "end an example after `TIME`, as in 90s or 2m")
	complete(cmd, "timeout", func() []string { return nil })
}

func positive(d time.Duration) error {
	if d <= 0 {
		return fault.Usage("a time such as 90s or 2m", "--timeout %v leaves no time", d)
	}
	return nil
}

// complete offers values for a flag.
func complete(cmd *cobra.Command, flag string, values func() []string) {
	err := cmd.RegisterFlagCompletionFunc(flag, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return values(), cobra.ShellCompDirectiveNoFileComp
	})
	if err != nil {
		panic(err) // the command has no such flag
	}
}
