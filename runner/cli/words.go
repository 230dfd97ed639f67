package cli

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

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
	if len(unknown.Near) > 3 {
		unknown.Near = nil // that may be anything
	}
	h := unknown.Hint()
	if instead := p.instead(args); instead != "" {
		h = instead
	} else if near := chapters.Nearest(args[0], commands(cmd)); len(near) > 0 && !isChapter(p.Catalogue, near[0]) {
		h = "did you mean " + near[0] + "?"
	}
	return fault.Usage(h, "no chapter or command %q", args[0])
}

// instead is what was meant by a verb without its chapter, by one in front of
// it, or by the name of an example; "" if the words are no such thing.
func (p *Program) instead(args []string) string {
	word, rest := args[0], args[1:]
	isVerb := func(v chapters.Verb) bool { return v.Chapter && v.Name == word }
	if slices.ContainsFunc(chapters.Verbs, isVerb) {
		if len(rest) > 0 {
			if c, err := chapters.Find(p.Catalogue, rest[0]); err == nil {
				words := append([]string{p.Name, command(c), word}, rest[1:]...)
				return "the chapter comes first: " + strings.Join(words, " ")
			}
			if c, _ := p.having(rest[0]); c != nil && (word == "run" || word == "trace" || word == "wire") {
				return fmt.Sprintf("the chapter comes first: %s %s %s %s", p.Name, command(c), word, rest[0])
			}
		}
		if len(p.Catalogue) > 0 {
			return fmt.Sprintf("the chapter comes first: %s %s %s", p.Name, command(&p.Catalogue[0]), word)
		}
	}
	switch c, n := p.having(word); {
	case n == 1:
		return fmt.Sprintf("%s is an example of chapter %d: %s %s run %s", word, c.Number, p.Name, command(c), word)
	case n > 1:
		return fmt.Sprintf("%s is an example of %d chapters, of chapter %d among them: %s %s run %s", word, n, c.Number, p.Name, command(c), word)
	}
	return ""
}

// having is the first chapter that has an example of that name, and how many
// have one.
func (p *Program) having(example string) (first *chapters.Chapter, n int) {
	for i := range p.Catalogue {
		if c := &p.Catalogue[i]; c.Example(example) != nil {
			if n++; first == nil {
				first = c
			}
		}
	}
	return first, n
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

// section is the number of one: "4.2".
var section = regexp.MustCompile(`^\d+(\.\d+)*$`)

// noSuchVerb refuses a word that is no verb of a chapter.
func noSuchVerb(cmd *cobra.Command, c *chapters.Chapter, word string) error {
	path := cmd.CommandPath()
	verbs := commands(cmd)
	further := map[string]string{} // what to type for a word of another place
	for _, e := range c.Examples {
		further[e.Name] = path + " run " + e.Name
	}
	if lab, _, err := cmd.Find([]string{"lab"}); err == nil && lab != cmd {
		for _, name := range commands(lab) {
			further[name] = path + " lab " + name
		}
	}
	h := path + " --help"
	switch near, other := chapters.Nearest(word, verbs), chapters.Nearest(word, slices.Sorted(maps.Keys(further))); {
	case c.Example(word) != nil:
		h = fmt.Sprintf("%s is an example: %s", word, further[word])
	case further[word] != "":
		h = "that is for the lab: " + further[word]
	case section.MatchString(word) && len(c.Examples) > 0:
		h = fmt.Sprintf("section %s of the lesson: %s --from %s", word, path, word)
	case len(near) > 0:
		h = "did you mean " + near[0] + "?"
	case len(other) > 0 && c.Example(other[0]) != nil:
		h = fmt.Sprintf("did you mean the example %s? %s", other[0], further[other[0]])
	case len(other) > 0:
		h = "did you mean " + further[other[0]] + "?"
	}
	return fault.Usage(h, "%s has no command %q", cmd.Name(), word)
}

// none is for a command that takes no arguments.
func none(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		words := strings.TrimPrefix(cmd.CommandPath(), cmd.Root().CommandPath()+" ")
		return fault.Usage(cmd.CommandPath()+" --help", "%s takes no arguments, and there is %q", words, args[0])
	}
	return nil
}
