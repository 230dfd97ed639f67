package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sockbook/chapters"
	"sockbook/runner/author"
	"sockbook/runner/fault"
)

func (p *Program) sync() *cobra.Command {
	check := false
	cmd := &cobra.Command{
		Use:     "sync [CHAPTER…]",
		Short:   "For authors: bring lessons up to date with sources and examples",
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
			"words after " + root.Name() + ". For bash, with a built " + root.Name() + " on PATH:\n\n" +
			"  source <(" + root.Name() + " completion bash)",
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
