package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sockbook/chapters"
	"sockbook/runner/tty"
)

func (p *Program) help(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND…]",
		Short: "Show what a command does",
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			var all []string
			if cmd, rest, err := root.Find(p.spelled(args)); err == nil && len(rest) == 0 {
				for _, c := range cmd.Commands() {
					if c.IsAvailableCommand() {
						all = append(all, c.Name()+"\t"+c.Short)
					}
				}
			}
			return all, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			args = slices.DeleteFunc(p.spelled(args), func(word string) bool { return strings.HasPrefix(word, "-") })
			cmd, rest, err := root.Find(args)
			switch {
			case err == nil && len(rest) == 0:
				return cmd.Help()
			case len(rest) == 0 || cmd == root:
				return p.noSuchCommand(root, args)
			}
			c, err := chapters.Find(p.Catalogue, args[0])
			if err != nil {
				c = &chapters.Chapter{}
			}
			return noSuchVerb(cmd, c, rest[0])
		},
	}
}

// verbs are what follows a chapter, for the help of all: they are the same for
// each.
func verbs(root *cobra.Command) string {
	var b strings.Builder
	for _, chapter := range root.Commands() {
		if chapter.GroupID != "chapters" {
			continue
		}
		for _, verb := range chapter.Commands() {
			fmt.Fprintf(&b, "\n  %-10s  %s", verb.Name(), verb.Short)
		}
		return b.String()
	}
	return ""
}

// hideHelpFlags keeps --help, which every command has, off every page of help.
func hideHelpFlags(cmd *cobra.Command) {
	cmd.InitDefaultHelpFlag()
	cmd.Flags().Lookup("help").Hidden = true
	for _, c := range cmd.Commands() {
		hideHelpFlags(c)
	}
}

// pageWidth is how wide a page of help may be, in columns.
const pageWidth = 80

// folded breaks a text into lines.
func folded(text string) string { return strings.Join(tty.Wrap(text, pageWidth, 0, ""), "\n") }

// usage is cobra's template without what says nothing here.
const usage = `Usage:
{{- if .Runnable}}
  {{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} COMMAND{{end}}
{{- range $group := .Groups}}

{{$group.Title}}{{range $.Commands}}{{if eq .GroupID $group.ID}}
  {{rpad .Name 10}}  {{.Short}}{{end}}{{end}}
{{- if and (eq $group.ID "chapters") $.HasExample}}

Behind a chapter, as in ch02 list:{{$.Example}}{{end}}{{end}}
{{- if and .HasAvailableSubCommands (not .Groups)}}

Commands:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name 10}}  {{.Short}}{{end}}{{end}}{{end}}
{{- if .Aliases}}

The same chapter: {{.NameAndAliases}}{{end}}
{{- if .HasAvailableLocalFlags}}

Flags:
{{.LocalFlags.FlagUsagesWrapped 83 | trimTrailingWhitespaces}}{{end}}
{{- if .HasAvailableSubCommands}}

{{.CommandPath}} COMMAND --help says more of a command.{{end}}
`
