package chapters

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRoot(t *testing.T) {
	outside := t.TempDir()
	clone := filepath.Join(outside, "clone")
	lab := filepath.Join(clone, "labs", "ch02-stream")
	require.NoError(t, os.MkdirAll(lab, 0o777))
	require.NoError(t, os.WriteFile(filepath.Join(clone, "go.mod"), []byte("// a comment\r\nmodule sockbook\r\n\r\ngo 1.25.0\r\n"), 0o666))
	require.NoError(t, os.WriteFile(filepath.Join(lab, "go.mod"), []byte("module sockbookish\n"), 0o666))
	for _, dir := range []string{clone, lab, filepath.Join(clone, "labs")} {
		root, err := Root(dir)
		require.NoError(t, err)
		assert.Equal(t, clone, root)
	}

	_, err := Root(outside)
	require.EqualError(t, err, outside+" is not in a clone of the workbook: no go.mod here or above says module sockbook")
	assert.Equal(t, "change to the folder that you cloned", hint(err))
}
