//go:build unix

package lab

import (
	"strconv"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// ended reports whether there is no process of that number.
func ended(t *testing.T, pid string) bool {
	n, err := strconv.Atoi(pid)
	require.NoError(t, err)
	return syscall.Kill(n, 0) == syscall.ESRCH
}

// A named pipe would keep a reader waiting for ever.
func TestCheckPipe(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, syscall.Mkfifo(dir+"/toy.go", 0o666))
	r, err := toy(t).Check(t.Context(), dir, CheckOptions{})
	require.NoError(t, err)
	require.NotNil(t, r.Problem)
	require.Equal(t, "toy.go is no regular file", r.Problem.Text)
}
