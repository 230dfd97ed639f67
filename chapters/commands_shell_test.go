package chapters

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestShellCommands(t *testing.T) {
	for line, want := range map[string][][]string{
		"":                             nil,
		"  # only a comment":           nil,
		"go test ./... # all of it":    {{"go", "test", "./..."}},
		"a#b c":                        {{"a#b", "c"}},
		"a b && c; d | e || f & g":     {{"a", "b"}, {"c"}, {"d"}, {"e"}, {"f"}, {"g"}},
		"(cd a; b)":                    {{"cd", "a"}, {"b"}},
		`echo 'a  b' "c;d" e'f'g ''`:   {{"echo", "a  b", "c;d", "efg", ""}},
		`echo "it's # not a comment"`:  {{"echo", "it's # not a comment"}},
		"a > out.txt b":                {{"a", "b"}},
		"a <in.txt >>out.txt 2>&1 b":   {{"a", "b"}},
		"a 2> err.txt":                 {{"a"}},
		"dial <addr> 10 <file":         {{"dial", "<addr>", "10"}},
		"dial 127.0.0.1:7 < README.md": {{"dial", "127.0.0.1:7"}},
	} {
		assert.Equal(t, want, shellCommands(line), line)
	}
}
