package lab

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Whose fault it is that nothing was compiled is told by what the go command
// says of itself, and by none of a student's words or names.
func TestDiagnose(t *testing.T) {
	w := &workspace{lab: toy(t), dir: "/x", own: []string{"toy.go"}}
	for out, want := range map[string]ProblemKind{
		"# sockbook/toy/lab\n./toy.go:3:10: cannot use \"x: no space left on device\" as int value\n":      Compile,
		"# sockbook/toy/lab\n./toy.go:3:10: a label: no space left on device\n":                            Compile,
		"found packages toy (toy.go) and other (go.mod requires go >= 9.go) in /x\n":                       Compile,
		"go: go.mod requires go >= 1.99 (running go 1.26.8; GOTOOLCHAIN=local)\n":                          Toolchain,
		"# sockbook/toy/lab\ncompile: writing output: write $WORK/b001/_pkg_.a: no space left on device\n": Machine,
	} {
		p := w.diagnose(t.Context(), errors.New("exit status 1"), out)
		assert.Equal(t, want, p.Kind, "%s%+v", out, p)
	}
	p := w.diagnose(t.Context(), errors.New("exit status 1"), "# sockbook/toy/lab\ninvalid input file name \"%.go\"\n")
	assert.Equal(t, "invalid input file name \"%.go\"", p.Detail, "what a table shows is its first line")
}
