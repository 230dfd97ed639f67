package confine_test

import (
	"os"
	"os/exec"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/windows"

	"sockbook/chapters/confine"
)

// If whoever started a family ends without having ended it, the system does.
func TestEndOfTheStarter(t *testing.T) {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	starter := again("found,leave,stay")
	starter.Stdout = w
	require.NoError(t, starter.Start())
	w.Close()
	out := read(r)
	require.Equal(t, "here", out.next(t))
	require.Equal(t, "here", out.next(t))
	require.NoError(t, starter.Process.Kill())
	assert.Equal(t, "EOF", out.next(t))
	assert.Error(t, starter.Wait())
}

// The head gets into the job before it can run.
func TestStartSuspended(t *testing.T) {
	attr := &syscall.SysProcAttr{HideWindow: true}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), roleEnv+"=nothing")
	cmd.SysProcAttr = attr
	family, err := confine.Start(cmd)
	require.NoError(t, err)
	require.NoError(t, cmd.Wait())
	assert.Zero(t, family.End())
	assert.Equal(t, &syscall.SysProcAttr{HideWindow: true, CreationFlags: windows.CREATE_SUSPENDED}, cmd.SysProcAttr)
	assert.Equal(t, &syscall.SysProcAttr{HideWindow: true}, attr, "the caller's own is left as it was")
}
