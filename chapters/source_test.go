package chapters

import (
	"errors"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const fakeSource = `// Package fake is made up.
package fake

import "io"

// limits of a server.
const (
	low  = 1 // the least
	high = 2
)

var lone = []int{1, 2} // a comment at the end of its line

// A Server serves.
type Server[T any] struct {
	Field T // a field
}

// Serve comes after a comment of its own.
//
//go:noinline
func (s *Server[T]) Serve() { _ = io.EOF }

// a comment that belongs to nothing

func (s Server[T]) Addr() string { return "}" } // beside a function

func echo() {
	// inside
}

type (
	first  int
	second int
)

type Pair[A, B any] struct{}

func (Pair[A, B]) Swap() {}
`

func fakeRoot() fstest.MapFS {
	return fstest.MapFS{
		"ch09-fake/fake.go":       {Data: []byte(fakeSource)},
		"ch09-fake/windows.go":    {Data: []byte("package fake\r\n\r\n// Doc.\r\nfunc f() {\r\n}\r\n")},
		"ch09-fake/broken.go":     {Data: []byte("package fake\n\nfunc {")},
		"ch09-fake/peers/echo.py": {Data: []byte("print('echo')")},
	}
}

func TestSource(t *testing.T) {
	for name, tt := range map[string]struct{ file, name, want string }{
		"function":              {"fake.go", "echo", "func echo() {\n\t// inside\n}\n"},
		"method, its comment":   {"fake.go", "Server.Serve", "// Serve comes after a comment of its own.\n//\n//go:noinline\nfunc (s *Server[T]) Serve() { _ = io.EOF }\n"},
		"method of a value":     {"fake.go", "Server.Addr", "func (s Server[T]) Addr() string { return \"}\" }\n"},
		"method of two types":   {"fake.go", "Pair.Swap", "func (Pair[A, B]) Swap() {}\n"},
		"type":                  {"fake.go", "Server", "// A Server serves.\ntype Server[T any] struct {\n\tField T // a field\n}\n"},
		"group by its first":    {"fake.go", "low", "// limits of a server.\nconst (\n\tlow  = 1 // the least\n\thigh = 2\n)\n"},
		"group by its second":   {"fake.go", "high", "// limits of a server.\nconst (\n\tlow  = 1 // the least\n\thigh = 2\n)\n"},
		"group of types":        {"fake.go", "second", "type (\n\tfirst  int\n\tsecond int\n)\n"},
		"comment after":         {"fake.go", "lone", "var lone = []int{1, 2} // a comment at the end of its line\n"},
		"whole file":            {"peers/echo.py", "", "print('echo')\n"},
		"whole Go file":         {"fake.go", "", fakeSource},
		"from Windows":          {"windows.go", "f", "// Doc.\nfunc f() {\n}\n"},
		"whole file by Windows": {"windows.go", "", "package fake\n\n// Doc.\nfunc f() {\n}\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Source(fakeRoot(), "ch09-fake", tt.file, tt.name)
			require.NoError(t, err)
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestSourceRefuses(t *testing.T) {
	for name, tt := range map[string]struct{ file, name, text, hint string }{
		"slip in a function":  {"fake.go", "ehco", `fake.go: no declaration "ehco"`, "did you mean echo?"},
		"method without type": {"fake.go", "Serve", `no declaration "Serve"`, "did you mean Server or Server.Addr or Server.Serve?"},
		"wrong type":          {"fake.go", "Sever.Serve", `no declaration "Sever.Serve"`, "did you mean Server.Serve?"},
		"nothing like it":     {"fake.go", "Zzzzzz", `no declaration "Zzzzzz"`, "there are: low, high, lone, Server, Server.Serve, Server.Addr, echo, first, second, Pair, Pair.Swap"},
		"import":              {"fake.go", "io", `no declaration "io"`, "there are: low"},
		"slip in a file":      {"fak.go", "echo", `no file "fak.go"`, "did you mean fake.go?"},
		"file in a folder":    {"peers/ehco.py", "", `no file "peers/ehco.py"`, "did you mean peers/echo.py?"},
		"no folder":           {"pears/echo.py", "", `no file "pears/echo.py"`, ""},
		"outside":             {"../go.mod", "", "../go.mod lies outside the chapter", ""},
		"not Go":              {"broken.go", "f", "broken.go: 3:6: expected 'IDENT', found '{'", ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Source(fakeRoot(), "ch09-fake", tt.file, tt.name)
			require.ErrorContains(t, err, tt.text)
			var u *Unknown
			if errors.As(err, &u) {
				assert.Contains(t, u.Hint(), tt.hint)
			} else {
				assert.Empty(t, tt.hint)
			}
		})
	}
}
