package grade

import (
	"strings"
	"testing"

	"github.com/mattn/go-runewidth"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// names are those that students have, and those that some make up.
var names = []string{"anna", "王小明", "Zoe\u0301", "O'Brien, \"Pat\"", "two\nlines", "\x1b[31mred", "\xff\xfe", "a\u202eb", strings.Repeat("x", 250)}

func lines(t *testing.T, width int) []string {
	t.Helper()
	var out strings.Builder
	var grades []Grade
	for _, name := range names {
		g := two()[0]
		g.Submission, g.Lab = name, "ch04-unix-domain"
		g.Tests = append(g.Tests, Test{strings.Repeat("TestLong", 40), "failed", "", 0})
		grades = append(grades, g)
	}
	require.NoError(t, table(&out, grades, width))
	return strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
}

// Each submission has one line, which fits the terminal, and its lab stands
// below the others'.
func TestTableFits(t *testing.T) {
	for _, width := range []int{80, 120, 200} {
		all := lines(t, width)
		require.Len(t, all, len(names)+3)
		at := strings.Index(all[0], "LAB")
		for _, line := range all[1 : len(names)+1] {
			assert.LessOrEqual(t, runewidth.StringWidth(line), width, line)
			before, _, found := strings.Cut(line, "ch04-unix-domain")
			assert.True(t, found, line)
			assert.Equal(t, at, runewidth.StringWidth(before), line)
		}
	}
	wide := lines(t, 0)
	assert.Contains(t, wide[len(names)], names[len(names)-1], "into a file nothing is cut off")
	assert.Less(t, strings.Index(wide[1], "ch04"), 50, "and one long name does not move all others")
}

// What a line shows of a problem has the compiler's first error.
func TestWhy(t *testing.T) {
	all := two()
	assert.Equal(t, "TestDouble", why(&all[0]))
	assert.Equal(t, "your code does not compile: toy.go:3: undefined: x", why(&all[1]))
	assert.Len(t, []rune(why(&Grade{Problem: strings.Repeat("x", 1000)})), maxWhy)
}
