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

// What the caller asks of the head's start holds, and is not changed.
func TestStartKeepsAttributes(t *testing.T) {
	attr := &syscall.SysProcAttr{Setsid: true}
	cmd, family, out := start(t, t.Context(), "keep,stay", func(cmd *exec.Cmd) { cmd.SysProcAttr = attr })
	require.Equal(t, "here", out.next(t))
	require.Equal(t, "here", out.next(t))
	group, err := syscall.Getpgid(cmd.Process.Pid)
	require.NoError(t, err)
	assert.Equal(t, cmd.Process.Pid, group, "a session's leader leads a group")
	assert.Equal(t, &syscall.SysProcAttr{Setsid: true}, attr)
	family.End()
	assert.Equal(t, "EOF", out.next(t))
	assert.Error(t, cmd.Wait())
}

func TestStartMakesAGroup(t *testing.T) {
	cmd, family, out := start(t, t.Context(), "stay")
	require.Equal(t, "here", out.next(t))
	group, err := syscall.Getpgid(cmd.Process.Pid)
	require.NoError(t, err)
	assert.Equal(t, cmd.Process.Pid, group)
	assert.NotEqual(t, syscall.Getpgrp(), group)
	family.End()
	assert.Error(t, cmd.Wait())
	assert.ErrorIs(t, cmd.Cancel(), os.ErrProcessDone, "there is no one to ask any more")
}
