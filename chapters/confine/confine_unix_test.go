//go:build unix

package confine_test

import (
	"os"
	"os/exec"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What the caller asks of the head's start holds.
func TestStartKeepsAttributes(t *testing.T) {
	attr := &syscall.SysProcAttr{Setsid: true}
	cmd, family, out := start(t, t.Context(), "keep,stay", func(cmd *exec.Cmd) { cmd.SysProcAttr = attr })
	require.Equal(t, "here", out.next(t))
	require.Equal(t, "here", out.next(t))
	group, err := syscall.Getpgid(cmd.Process.Pid)
	require.NoError(t, err)
	assert.Equal(t, cmd.Process.Pid, group, "a session's leader leads a group")
	family.End()
	assert.Equal(t, "EOF", out.next(t))
	assert.Error(t, cmd.Wait())
}

func TestStartMakesAGroup(t *testing.T) {
	attr := new(syscall.SysProcAttr)
	cmd, family, out := start(t, t.Context(), "stay", func(cmd *exec.Cmd) { cmd.SysProcAttr = attr })
	require.Equal(t, "here", out.next(t))
	group, err := syscall.Getpgid(cmd.Process.Pid)
	require.NoError(t, err)
	assert.Equal(t, cmd.Process.Pid, group)
	assert.Zero(t, *attr, "the caller's own is left as it was")
	family.End()
	assert.Error(t, cmd.Wait())
	assert.ErrorIs(t, cmd.Cancel(), os.ErrProcessDone, "there is no one to ask any more")
}
