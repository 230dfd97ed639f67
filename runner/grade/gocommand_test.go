package grade

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Which Go is used is not for a submission to say, though the class is graded in
// its folder.
func TestGoCommand(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module anna\n\ngo 1.99\n\ntoolchain go1.99.1\n"), 0o666))
	t.Chdir(dir)
	t.Setenv("GOTOOLCHAIN", "auto")
	t.Setenv("GOPROXY", "off")
	r := &run{base: t.TempDir()}
	require.NoError(t, r.goEnv(t.Context()))
	assert.DirExists(t, filepath.Join(r.goRoot, "src"))
	assert.NotEmpty(t, r.goCache)

	t.Setenv("GOFLAGS", "")
	t.Setenv("GOROOT", "/nowhere")
	err := r.goEnv(t.Context())
	assert.ErrorContains(t, err, "the go command does not run, and grading compiles: go: ")
}
