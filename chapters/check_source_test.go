package chapters

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
)

func TestCheckSource(t *testing.T) {
	body := func(lines int) string {
		return "// Doc\n// does not count.\nfunc f() {\n" + strings.Repeat("\tg()\n", lines-2) + "}\n"
	}
	const header = "package fake\n\n"
	for name, tt := range map[string]struct {
		file, source string
		want         []Problem
	}{
		"just short enough": {"a.go", header + body(40), nil},
		"function": {"a.go", header + body(41), []Problem{
			{"ch09-fake/a.go", 5, "f has 41 lines; 40 at most", "one thing a function: split it"}}},
		"function, in a folder": {"lab/a.go", header + body(41), []Problem{
			{"ch09-fake/lab/a.go", 5, "f has 41 lines; 40 at most", "one thing a function: split it"}}},
		"file, just":          {"a.go", header + strings.Repeat("\n", 148), nil},
		"file":                {"a.go", header + strings.Repeat("\n", 149), []Problem{{"ch09-fake/a.go", 0, "151 lines; 150 at most", "one idea a file: split it"}}},
		"test":                {"a_test.go", header + body(41), nil},
		"wrong answer":        {"lab/testdata/a.go", header + body(41), nil},
		"not Go":              {"peers/a.c", strings.Repeat("\n", 1000), nil},
		"not embedded":        {"b.go", header, []Problem{{"ch09-fake/b.go", 0, "not among the chapter's Files", "name it in the go:embed line of ch09-fake/doc.go"}}},
		"broken":              {"a.go", "package", []Problem{{"ch09-fake", 0, "ch09-fake/a.go:1:8: expected 'IDENT', found 'EOF'", ""}}},
		"folder not embedded": {"lab/b.go", header, nil},
	} {
		t.Run(name, func(t *testing.T) {
			root := fstest.MapFS{"ch09-fake/README.md": {}, "ch09-fake/" + tt.file: {Data: []byte(tt.source)}}
			c := &Chapter{Dir: "ch09-fake", Files: fstest.MapFS{"README.md": {}, "a.go": {}}}
			assert.Equal(t, tt.want, CheckSource(root, c))
		})
	}
	root := fstest.MapFS{"ch09-fake/a.go": {Data: []byte(header)}}
	assert.Equal(t, []Problem{{"ch09-fake/README.md", 0, "not among the chapter's Files", "name it in the go:embed line of ch09-fake/doc.go"}},
		CheckSource(root, &Chapter{Dir: "ch09-fake", Files: fstest.MapFS{"a.go": {}}}))
}
