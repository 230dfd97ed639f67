package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"sockbook/chapters"
	"sockbook/runner/fault"
)

// noSuchCommand refuses a word that is neither a chapter nor a command.
func (p *Program) noSuchCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	_, err := chapters.Find(p.Catalogue, args[0])
	var unknown *chapters.Unknown
	if !errors.As(err, &unknown) {
		return nil
	}
	h := unknown.Hint()
	if near := chapters.Nearest(args[0], commands(cmd)); len(near) > 0 && !isChapter(p.Catalogue, near[0]) {
		h = "did you mean " + near[0] + "?"
	}
	return fault.Usage(h, "no chapter or command %q", args[0])
}

func isChapter(catalogue []chapters.Chapter, name string) bool {
	_, err := chapters.Find(catalogue, name)
	return err == nil
}

// commands are the names of a command's subcommands.
func commands(cmd *cobra.Command) []string {
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() || c.Name() == "help" {
			names = append(names, c.Name())
		}
	}
	return names
}

// noSuchVerb refuses a word that is no verb of a chapter.
func noSuchVerb(cmd *cobra.Command, c *chapters.Chapter, word string) error {
	h := cmd.CommandPath() + " --help"
	if c.Example(word) != nil {
		h = fmt.Sprintf("%s is an example: %s run %s", word, cmd.CommandPath(), word)
	} else if near := chapters.Nearest(word, commands(cmd)); len(near) > 0 {
		h = "did you mean " + near[0] + "?"
	} else if near := chapters.Nearest(word, names(c)); len(near) > 0 {
		h = fmt.Sprintf("did you mean the example %s? %s run %s", near[0], cmd.CommandPath(), near[0])
	}
	return fault.Usage(h, "%s has no command %q", cmd.Name(), word)
}

// none is for a command that takes no arguments.
func none(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return fault.Usage(cmd.CommandPath()+" --help", "%s takes no arguments, and there is %q", cmd.CommandPath(), args[0])
	}
	return nil
}
