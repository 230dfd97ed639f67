package cli

import (
	"bytes"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"sockbook/chapters"
	"sockbook/runner/progress"
	"sockbook/runner/tty"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func program() *Program {
	return &Program{
		Name:      "runner",
		Catalogue: []chapters.Chapter{{Number: 1, Dir: "ch01-fake", Package: "fake", Title: "A fake chapter"}},
		Console:   tty.New(strings.NewReader(""), io.Discard, io.Discard, func(string) string { return "" }, make(chan os.Signal)),
		Book:      &progress.Book{},
	}
}

// The verbs that lessons may quote and the commands are the same, and so are
// their flags.
func TestVerbs(t *testing.T) {
	root := program().root()
	chapter, _, err := root.Find([]string{"ch01"})
	require.NoError(t, err)
	quotable := map[bool][]string{}
	for _, v := range chapters.Verbs {
		quotable[v.Chapter] = append(quotable[v.Chapter], v.Name)
		parent := root
		if v.Chapter {
			parent = chapter
		}
		same(t, parent, v)
	}
	assert.ElementsMatch(t, quotable[true], commands(chapter))
	beside := slices.DeleteFunc(commands(root), func(name string) bool { return name == "ch01" || name == "help" })
	assert.ElementsMatch(t, quotable[false], beside)
}

// same requires that parent has the command that v says it has.
func same(t *testing.T, parent *cobra.Command, v chapters.Verb) {
	t.Helper()
	cmd, _, err := parent.Find([]string{v.Name})
	require.NoError(t, err)
	require.NotEqual(t, parent, cmd, "there is no command %s", v.Name)
	assert.ElementsMatch(t, v.Flags, flags(cmd), v.Name)
	assert.ElementsMatch(t, v.Words, cmd.ValidArgs, v.Name)
	var further []string
	for _, f := range v.Verbs {
		further = append(further, f.Name)
		same(t, cmd, f)
	}
	assert.ElementsMatch(t, further, commands(cmd), v.Name)
}

// usageOfFlag is a flag and the name of its value in cobra's help.
var usageOfFlag = regexp.MustCompile(`(?m)^ +(?:-\w, )?(--[\w-]+)(?: ([A-Z]+))?`)

// flags are a command's flags, as chapters writes them.
func flags(cmd *cobra.Command) (all []string) {
	for _, m := range usageOfFlag.FindAllStringSubmatch(cmd.LocalFlags().FlagUsages(), -1) {
		if m[1] != "--help" {
			all = append(all, strings.TrimSpace(m[1]+" "+m[2]))
		}
	}
	return all
}

// Every command says what it does, and takes a chapter by any of its names.
func TestHelp(t *testing.T) {
	var walk func(cmd *cobra.Command)
	walk = func(cmd *cobra.Command) {
		assert.NotEmpty(t, cmd.Short, cmd.CommandPath())
		assert.True(t, strings.HasPrefix(cmd.CommandPath(), "go run ./runner"), "what is shown can be typed")
		for _, c := range cmd.Commands() {
			walk(c)
		}
	}
	p := program()
	p.Name = "go run ./runner"
	walk(p.root())
	p.Name = "runner"
	for _, name := range []string{"1", "ch1", "ch01", "CH01", "fake", "ch01-fake", "./ch01-fake/"} {
		assert.Equal(t, []string{"ch01", "list"}, p.spelled([]string{name, "list"}))
		assert.Equal(t, []string{"help", "ch01"}, p.spelled([]string{name, "help"}))
		assert.Equal(t, []string{"help", "ch01", "run"}, p.spelled([]string{name, "help", "run"}))
		assert.Equal(t, []string{"help", "ch01", "run"}, p.spelled([]string{name, "run", "help"}))
		assert.Equal(t, []string{"help", "ch01", "lab", "hint"}, p.spelled([]string{name, "lab", "help", "hint"}))
		assert.Equal(t, []string{"ch01", "dial", ":7", "help"}, p.spelled([]string{name, "dial", ":7", "help"}), "a text to send")
	}
	assert.Equal(t, []string{"help", "doctor"}, p.spelled([]string{"doctor", "help"}))
}

// Every page of help fits a window of 80 columns.
func TestHelpFits(t *testing.T) {
	for _, c := range chapters.Catalogue {
		p := program()
		p.Catalogue = []chapters.Chapter{c}
		var out bytes.Buffer
		p.Console = tty.New(strings.NewReader(""), &out, io.Discard, func(string) string { return "" }, make(chan os.Signal))
		var walk func(cmd *cobra.Command)
		walk = func(cmd *cobra.Command) {
			out.Reset()
			require.NoError(t, cmd.Help())
			for line := range strings.Lines(out.String()) {
				assert.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")), 80, "%s: %s", cmd.CommandPath(), line)
			}
			for _, c := range cmd.Commands() {
				walk(c)
			}
		}
		walk(p.root())
	}
}
