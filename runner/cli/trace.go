package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"sockbook/chapters"
	calls "sockbook/chapters/trace"
	"sockbook/runner/trace"
)

func (p *Program) trace(c *chapters.Chapter) *cobra.Command {
	v := &trace.View{Console: p.Console}
	cmd := p.beneath(c, &v.Timeout, func(ctx context.Context, e *chapters.Example, args []string) error {
		v.Command = p.byHand(c, append([]string{e.Name}, args...))
		return v.Show(ctx, c, e, args...)
	})
	cmd.Use = "trace EXAMPLE"
	cmd.Short = "Run an example and show its system calls as they happen"
	cmd.Long = "Trace runs an example under strace and shows the calls that it makes on sockets,\n" +
		"each with the party whose it is: a listener, a server's connection, a client.\n" +
		"What Go does on its own account is counted and not shown."
	cmd.Flags().BoolVar(&v.All, "all", false, "show what Go does on its own account too, and calls on files and pipes")
	cmd.Flags().BoolVar(&v.Raw, "raw", false, "show strace's own lines, and the command that prints them")
	return cmd
}

// byHand is what a reader types to have strace's lines without us.
func (p *Program) byHand(c *chapters.Chapter, args []string) string {
	program, build := p.Name, ""
	if strings.HasPrefix(program, "go run ") {
		program = "./sockets"
		build = fmt.Sprintf("go build -o sockets %s\n", strings.TrimPrefix(p.Name, "go run "))
	}
	words := append([]string{"strace"}, calls.Options...)
	words = append(words, program, command(c), "run")
	for i, w := range append(words, args...) {
		if i > 0 {
			build += " "
		}
		build += quoted(w)
	}
	return build + "\n"
}

// quoted is a word as a shell takes it for itself.
func quoted(word string) string {
	if strings.ContainsAny(word, " \t\n*?[]{}$`\"'\\|&;<>()~#%!") || word == "" {
		return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	}
	return word
}
