package lab

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sockbook/runner/fault"
)

const mine = `package double

func Double(n int) (int, error) {
	if n < Least { // the bound that the hand-out gives
		return 0, ErrNegative
	}
	return n + n, nil
}
`

func TestSolutionIsEarned(t *testing.T) {
	tr := started(t, "80")
	err := tr.Solution("", false)
	require.EqualError(t, err, "our solution is for when every test passes. Nothing is checked yet")
	_ = tr.check(states("pfp"))
	tr.said()
	err = tr.Solution("", false)
	require.EqualError(t, err, "our solution is for when every test passes. 2 of 3 tests pass")
	assert.Equal(t, "runner ch01 lab check, or to see it now: runner ch01 lab solution --give-up", fault.Hint(err))
	assert.Empty(t, tr.said())

	require.NoError(t, tr.Solution("", true))
	tr.said()
	assert.Contains(t, tr.read(tr.path(historyFile)), `"gave_up": "2026-`)
	require.NoError(t, tr.Solution("", false), "it is no secret any more")
	tr.said()
	require.NoError(t, tr.Status(""))
	assert.Contains(t, tr.said(), "You asked for our solution on 2 January 2026, 15:04.\n")
}

// compared is how mine is shown beside ours, by the width in columns.
var compared = map[string]string{
	"80": `  yours                                |   ours
  func Double(n int) (int, error) {    |   func Double(n int) (int, error) {
*   if n < Least { // the bound that   | *   if n < Least {
    ↪ the hand-out gives               |
      return 0, ErrNegative            |       return 0, ErrNegative
    }                                  |     }
*   return n + n, nil                  | *   return 2 * n, nil
  }                                    |   }

`,
	"120": `  yours                                                    |   ours
  func Double(n int) (int, error) {                        |   func Double(n int) (int, error) {
*     if n < Least { // the bound that the hand-out gives  | *     if n < Least {
          return 0, ErrNegative                            |           return 0, ErrNegative
      }                                                    |       }
*     return n + n, nil                                    | *     return 2 * n, nil
  }                                                        |   }

`,
	"": `  yours
  func Double(n int) (int, error) {
*     if n < Least { // the bound that the hand-out gives
          return 0, ErrNegative
      }
*     return n + n, nil
  }

  ours
  func Double(n int) (int, error) {
*     if n < Least {
          return 0, ErrNegative
      }
*     return 2 * n, nil
  }

`,
}

func TestSolution(t *testing.T) {
	for columns, want := range compared {
		tr := started(t, columns)
		tr.write(tr.path("double.go"), mine)
		_ = tr.check(states("ppp"))
		tr.said()
		require.NoError(t, tr.Solution("", false))
		said := tr.said()
		assert.Contains(t, said, "Double, in double.go\n\n"+want+"  The error comes first, so that the **result** stands alone.\n")
		assert.Contains(t, said, "Halver.Half, in half.go\n")
		assert.NotContains(t, said, "SOLUTION")
	}
}

// A function may have moved to another file, may be gone, or be beyond reading:
// ours is shown anyway.
func TestSolutionWithoutTheirs(t *testing.T) {
	tr := started(t, "80")
	tr.write(tr.path("double.go"), "package double\n")
	tr.write(tr.path("moved.go"), mine)
	tr.write(tr.path("broken.go"), "")
	tr.write(tr.path("a_test.go"), "package double_test\n\nfunc Double() {}\n")
	tr.write(tr.path("half.go"), "package double\n\nfunc (h *Halver) Half(n int) int {\n")
	require.NoError(t, tr.Solution("", true))
	said := tr.said()
	assert.Contains(t, said, "*   return n + n, nil ")
	assert.Contains(t, said, "Yours cannot be read: half.go:3:")
	assert.Contains(t, said, "  ours\n  func (h *Halver) Half(n int) int {\n      h.asked++\n")
	assert.NotContains(t, said, "  yours\n")

	require.NoError(t, os.Remove(tr.path("moved.go")))
	require.NoError(t, os.Remove(tr.path("broken.go")))
	tr.write(tr.path("half.go"), "package double\n\nfunc (h Halver) Half(n int) int { return n }\n")
	require.NoError(t, tr.Solution("", true))
	said = tr.said()
	assert.Contains(t, said, "There is none of yours.\n\n  ours\n  func Double(")
	assert.Contains(t, said, "* func (h Halver) Half(n int) int {")
}

// Lines that one side does not have leave a gap on it.
func TestMarked(t *testing.T) {
	left, right := marked([]string{"a", "b", "c", "d"}, []string{"a", "c", "x", "y"})
	assert.Equal(t, []string{"  a", "* b", "  c", "* d", ""}, left)
	assert.Equal(t, []string{"  a", "", "  c", "* x", "* y"}, right)
	left, right = marked(nil, []string{"a"})
	assert.Equal(t, []string{""}, left)
	assert.Equal(t, []string{"  a"}, right)
}

func TestFunction(t *testing.T) {
	const source = "package p\r\n\r\n// F has a comment.\r\nfunc F() {\r\n\tg()\r\n}\r\n\r\nfunc (*T[K]) M() {}\r\n\r\nfunc (T) N() {}\r\n"
	for name, want := range map[string][]string{
		"F":   {"func F() {", "\tg()", "}"},
		"T.M": {"func (*T[K]) M() {}"},
		"T.N": {"func (T) N() {}"},
		"M":   nil,
	} {
		lines, err := function("p.go", []byte(source), name)
		require.NoError(t, err)
		assert.Equal(t, want, lines, name)
	}
}
