package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sockbook/chapters"
	"sockbook/runner/author"
	"sockbook/runner/contents"
	"sockbook/runner/doctor"
	"sockbook/runner/fault"
)

// contents shows the table of contents. A book that cannot be read is said to
// be, and no reason not to show it.
func (p *Program) contents() error {
	places, err := p.Book.Places()
	if err != nil {
		p.report(err)
	}
	contents.Show(p.Console, p.Catalogue, places, p.Name)
	return nil
}

func (p *Program) doctor() *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:               "doctor",
		Short:             "Find out what this machine can do, and how to get what is missing",
		GroupID:           "rest",
		Args:              none,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, release := p.Console.Interruptible(cmd.Context())
			defer release()
			report := doctor.Examine(ctx, p.Console)
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			if asJSON {
				return report.JSON(p.Console)
			}
			report.Show(p.Console)
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print it for a program")
	return cmd
}

func (p *Program) sync() *cobra.Command {
	check := false
	cmd := &cobra.Command{
		Use:     "sync [CHAPTER…]",
		Short:   "For authors: bring the lessons up to date with the sources and examples",
		GroupID: "rest",
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return p.chapterNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			var list []*chapters.Chapter
			for i := range p.Catalogue {
				if len(args) == 0 {
					list = append(list, &p.Catalogue[i])
				}
			}
			for _, name := range args {
				c, err := chapters.Find(p.Catalogue, name)
				if err != nil {
					return fault.Usage(fault.Hint(err), "%w", err)
				}
				list = append(list, c)
			}
			return author.Sync(cmd.Context(), p.Console, p.Dir, list, check)
		},
	}
	cmd.Flags().BoolVar(&check, "check", false, "change nothing; fail, with the differences, if anything would be")
	return cmd
}

func (p *Program) chapterNames() []string {
	var all []string
	for i := range p.Catalogue {
		c := &p.Catalogue[i]
		all = append(all, command(c)+"\t"+c.Title)
	}
	return all
}

// shells are those that completion can be had for.
var shells = []string{"bash", "zsh", "fish", "powershell"}

// withoutPackage stands in for the one function of the package bash-completion
// that cobra's script calls, where the package is not installed.
const withoutPackage = `declare -F _get_comp_words_by_ref >/dev/null || _get_comp_words_by_ref() {
    words=("${COMP_WORDS[@]}")
    cword=$COMP_CWORD
    cur=${COMP_WORDS[COMP_CWORD]}
    prev=${COMP_WORDS[COMP_CWORD - 1]}
}
`

func (p *Program) completion(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "Print what makes a shell complete chapters, examples and verbs",
		Long: "Completion prints a script for bash, zsh, fish or powershell that completes the\n" +
			"words after runner. For bash, with a built runner on PATH:\n\n" +
			"  source <(runner completion bash)",
		GroupID:   "rest",
		ValidArgs: shells,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 && slices.Contains(shells, args[0]) {
				return nil
			}
			return fault.Usage("there are: "+strings.Join(shells, ", "), "completion for which shell?")
		},
		RunE: func(_ *cobra.Command, args []string) error {
			switch args[0] {
			case "bash":
				fmt.Fprint(p.Console.Out, withoutPackage)
				return root.GenBashCompletionV2(p.Console.Out, true)
			case "zsh":
				return root.GenZshCompletion(p.Console.Out)
			case "fish":
				return root.GenFishCompletion(p.Console.Out, true)
			default:
				return root.GenPowerShellCompletionWithDesc(p.Console.Out)
			}
		},
	}
}
