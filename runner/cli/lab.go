package cli

import (
	"errors"
	"io/fs"

	"github.com/spf13/cobra"

	"sockbook/chapters"
	"sockbook/runner/fault"
	"sockbook/runner/lab"
	"sockbook/runner/reader"
)

// lab is the chapter's exercise. Alone, it reads the hand-out.
func (p *Program) lab(c *chapters.Chapter) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "lab",
		Short: "Build the chapter's heart yourself, and see what the tests say",
		Long:  "Lab reads the hand-out of the chapter's exercise and says how far you are.",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return noSuchVerb(cmd, &chapters.Chapter{}, args[0])
		},
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, _ []string) error {
			b, err := p.bench(c)
			if err != nil {
				return err
			}
			return p.handout(cmd, c, b)
		},
	}
	cmd.AddCommand(p.labStart(c), p.labCheck(c), p.labHint(c), p.labStatus(c), p.labSolution(c))
	return cmd
}

// folder is for a verb that takes the student's folder, or finds it.
func folder(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return fault.Usage(cmd.CommandPath()+" --help", "%s takes one folder, and there is %q", cmd.CommandPath(), args[1])
	}
	return nil
}

// folders completes the names of folders.
func folders(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return nil, cobra.ShellCompDirectiveFilterDirs
}

// arg is the argument at index i, "" if there are fewer.
func arg(args []string, i int) string {
	if i < len(args) {
		return args[i]
	}
	return ""
}

// bench is where the reader works on the chapter's lab.
func (p *Program) bench(c *chapters.Chapter) (*lab.Bench, error) {
	l, err := c.Lab()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New("what there is to read: "+p.Name+" "+command(c), "chapter %d has no lab", c.Number)
	}
	if err != nil {
		return nil, err
	}
	return lab.New(p.Console, l, c.Dir, p.Dir, p.Name+" "+command(c)+" lab"), nil
}

// handout reads the hand-out as a lesson is read, with a place of its own in
// the book, and then says what to type next.
func (p *Program) handout(cmd *cobra.Command, c *chapters.Chapter, b *lab.Bench) error {
	files, err := fs.Sub(c.Files, "lab")
	if err != nil {
		return err
	}
	page := &chapters.Chapter{Number: c.Number, Dir: c.Dir + "/lab", Title: b.Lab.Title, Files: files}
	if err := reader.Read(cmd.Context(), p.Console, p.Book, page, reader.Options{}); err != nil {
		return err
	}
	return b.Standing()
}
