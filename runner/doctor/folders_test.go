package doctor

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sockbook/runner/fault"
)

// home sets the variables that os.UserConfigDir and os.UserCacheDir go by.
func home(t *testing.T, dir string) {
	t.Helper()
	for _, name := range []string{"HOME", "AppData", "LocalAppData", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"} {
		t.Setenv(name, "")
	}
	t.Setenv("HOME", dir)
	if runtime.GOOS == "windows" {
		t.Setenv("AppData", dir)
		t.Setenv("LocalAppData", dir)
	}
}

func TestHomeFolder(t *testing.T) {
	dir := t.TempDir()
	home(t, dir)
	_, err := homeFolder(t.Context())
	require.NoError(t, err)
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Empty(t, left, "to look leaves nothing behind")

	home(t, "")
	_, err = homeFolder(t.Context())
	require.Error(t, err, "HOME is not set")
	assert.NotEmpty(t, fault.Hint(err))

	file := filepath.Join(dir, "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	home(t, file)
	_, err = homeFolder(t.Context())
	require.Error(t, err, "HOME is no folder")
}

func TestTempFolder(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there TMPDIR is TMP, and its path is as long as the user's name makes it")
	}
	dir, err := os.MkdirTemp("/tmp", "d") // t.TempDir's path is too long, on macOS at least
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	t.Setenv("TMPDIR", dir)
	detail, err := tempFolder(t.Context())
	require.NoError(t, err)
	assert.Equal(t, dir, detail)
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Empty(t, left, "to look leaves nothing behind")

	long := filepath.Join(dir, strings.Repeat("x", 80))
	require.NoError(t, os.Mkdir(long, 0o700))
	t.Setenv("TMPDIR", long)
	_, err = tempFolder(t.Context())
	require.ErrorContains(t, err, "too long for the path of a socket")
	assert.Contains(t, fault.Hint(err), "export TMPDIR=/tmp")

	file := filepath.Join(dir, "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	t.Setenv("TMPDIR", file)
	_, err = tempFolder(t.Context())
	require.ErrorContains(t, err, "is no folder")
}

func TestAES(t *testing.T) {
	_, err := aes(t.Context())
	if err != nil {
		assert.ErrorContains(t, err, "no instructions for AES")
	}
}
