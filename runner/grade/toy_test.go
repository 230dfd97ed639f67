package grade

import (
	"fmt"
	"testing/fstest"
)

// toyFiles is a lab of two tests.
var toyFiles = fstest.MapFS{
	"README.md":   {Data: []byte("# A toy\n\nDouble.\n")},
	"hints.md":    {Data: []byte("## TestDouble\n\n1. a\n2. b\n3. c\n\n## TestTwice\n\n1. a\n2. b\n3. c\n")},
	"solution.md": {Data: []byte("## Double\n\nNo branch.\n")},
	"toy.go":      {Data: []byte("// Package toy is a lab.\npackage toy\n\n// Double returns twice n.\nfunc Double(n int) int {\n\t// BEGIN SOLUTION\n\treturn 2 * n\n\t// END SOLUTION\n}\n")},
	"toy_test.go": {Data: []byte(`package toy_test

import (
	"testing"

	toy "sockbook/toy/lab"
)

// TestDouble asks for twice the number.
func TestDouble(t *testing.T) {
	if got := toy.Double(21); got != 42 {
		t.Fatalf("the result is not twice the number\ninput: 21\ngot: %d", got)
	}
}

// TestTwice asks for nothing of nothing.
func TestTwice(t *testing.T) {
	if got := toy.Double(0); got != 0 {
		t.Fatalf("the result is not nothing\ngot: %d", got)
	}
}
`)},
}

// toySource is a submission with that body of Double.
func toySource(imports, decls, double string) []byte {
	return fmt.Appendf(nil, "package toy\n\nimport (%s)\n\n%s\n\nfunc Double(n int) int {\n%s\n}\n", imports, decls, double)
}
