package cli

import (
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

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
		for _, c := range cmd.Commands() {
			walk(c)
		}
	}
	p := program()
	walk(p.root())
	for _, name := range []string{"1", "ch1", "ch01", "CH01", "fake", "ch01-fake", "./ch01-fake/"} {
		assert.Equal(t, []string{"ch01", "list"}, p.spelled([]string{name, "list"}))
	}
}
