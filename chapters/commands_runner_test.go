package chapters

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A command within a command is checked as one alone is.
func TestNestedCommands(t *testing.T) {
	stream, err := Find(Catalogue, "stream")
	assert.NoError(t, err)
	l, err := stream.Lab()
	assert.NoError(t, err)
	for quoted, want := range map[string]string{
		"ch02 lab":                          "",
		"ch02 lab VERB":                     "",
		"ch02 lab --help":                   "",
		"ch02 lab start labs/x":             "",
		"ch02 lab start --reset frame.go":   "",
		"ch02 lab check --watch":            "",
		"ch02 lab check --timeout 20s":      "",
		"ch02 lab hint TEST":                "",
		"ch02 lab hint " + l.Tests[0].Name:  "",
		"ch02 lab hint TestNothing":         `runner ch02 lab hint TestNothing: no test "TestNothing"`,
		"ch02 lab chekc":                    `runner ch02 lab chekc: no command "chekc"`,
		"ch02 lab status --wach":            `runner ch02 lab status --wach: no flag "--wach"`,
		"ch02 check":                        `runner ch02 check: no command "check"`,
		"ch02 lab hint TestNothing labs/x ": `runner ch02 lab hint TestNothing labs/x: no test "TestNothing"`,
	} {
		k := &checker{root: os.DirFS(moduleRoot(t)), catalogue: Catalogue, parsedLesson: parseLesson("x.md", []byte("# X\n\n`runner "+quoted+"`\n"))}
		k.commands()
		if want == "" {
			assert.Empty(t, k.problems, quoted)
			continue
		}
		if assert.Len(t, k.problems, 1, quoted) {
			assert.Equal(t, want, k.problems[0].Text)
		}
	}
}
