package grade

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Where no shelter can be made the class is graded without, and that is said.
func TestRehearseUnsheltered(t *testing.T) {
	c := newClass(t)
	warned := ""
	o := c.options()
	o.Warn = func(text, _ string) { warned = text }
	self, err := os.Executable()
	require.NoError(t, err)
	base := t.TempDir()
	r := &run{Options: o, self: self, base: base, root: filepath.Join(base, "root"), goRoot: "/nowhere", sheltered: true}
	require.NoError(t, os.Mkdir(r.root, 0o700))
	require.NoError(t, r.rehearse(t.Context(), []*Course{&c.courses[0]}))
	assert.False(t, r.sheltered)
	assert.Contains(t, warned, "does not let a submission be sheltered")
}

// A machine on which the solution is too slow is no reason to do without.
func TestRehearseFails(t *testing.T) {
	c := newClass(t)
	c.hand("anna", "", "", "return 2 * n")
	o := c.options()
	if !c.grade(o)["anna"].Sheltered {
		t.Skip("this system does not let a submission be sheltered")
	}
	for i := range c.courses[0].Lab.Files {
		f := &c.courses[0].Lab.Files[i]
		f.Solution = bytes.Replace(f.Solution, []byte("return 2 * n"), []byte("select {}"), 1)
	}
	o.Timeout = time.Second // another than the grade that is kept
	o.Warn = func(text, _ string) { assert.NotContains(t, text, "sheltered") }
	grades, err := Run(t.Context(), o)
	assert.ErrorContains(t, err, "the workbook's own solution of ch01 does not pass on this machine: Test")
	assert.Empty(t, grades)
}
