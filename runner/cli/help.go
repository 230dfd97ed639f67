package cli

import (
	"github.com/spf13/cobra"

	"sockbook/chapters"
	"sockbook/runner/fault"
)

func (p *Program) help(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND…]",
		Short: "Show what a command does",
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, rest, err := root.Find(p.spelled(args))
			if err != nil || len(rest) > 0 {
				h := cmd.CommandPath() + " --help"
				if near := chapters.Nearest(rest[0], commands(cmd)); len(near) > 0 {
					h = "did you mean " + near[0] + "?"
				}
				return fault.Usage(h, "%s has no command %q", cmd.CommandPath(), rest[0])
			}
			return cmd.Help()
		},
	}
}

// usage is cobra's template without what says nothing here.
const usage = `Usage:
{{- if .Runnable}}
  {{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} COMMAND{{end}}
{{- range $group := .Groups}}

{{$group.Title}}{{range $.Commands}}{{if eq .GroupID $group.ID}}
  {{rpad .Name .NamePadding}}  {{.Short}}{{end}}{{end}}{{end}}
{{- if and .HasAvailableSubCommands (not .Groups)}}

Commands:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}}  {{.Short}}{{end}}{{end}}{{end}}
{{- if .Aliases}}

The same chapter: {{.NameAndAliases}}{{end}}
{{- if .HasAvailableLocalFlags}}

Flags:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}
{{- if .HasAvailableSubCommands}}

{{.CommandPath}} COMMAND --help says more of a command.{{end}}
`
