package confine_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sockbook/chapters/confine"
)

// isolate lets a command run in a user namespace of its own, and others, or
// skips the test.
func isolate(t *testing.T, flags uintptr) func(*exec.Cmd) {
	t.Helper()
	private := func(cmd *exec.Cmd) {
		cmd.SysProcAttr = &syscall.SysProcAttr{
			Cloneflags:  syscall.CLONE_NEWUSER | flags,
			UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
			GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
		}
	}
	try := again("nothing")
	private(try)
	if err := try.Run(); errors.Is(err, os.ErrPermission) || errors.Is(err, syscall.ENOSPC) {
		t.Skipf("no user namespace: %v; runner doctor tells what would allow one", err)
	}
	return private
}

// A family in namespaces of its own can be looked into from outside.
func TestEndKillsInNamespaces(t *testing.T) {
	cmd, family, out := start(t, t.Context(), "found,detach,stay", isolate(t, syscall.CLONE_NEWNET))
	require.Equal(t, "here", out.next(t))
	require.Equal(t, "here", out.next(t))
	assert.Positive(t, family.End())
	assert.Equal(t, "EOF", out.next(t))
	assert.Error(t, cmd.Wait())
}

// In a new PID namespace the numbers in /proc are those of the old, so that
// they must not be used.
func TestEndWithoutProc(t *testing.T) {
	cmd, _, out := start(t, t.Context(), "end,leave,stay", isolate(t, syscall.CLONE_NEWPID))
	assert.Equal(t, "ended 0", out.next(t), "killed with its group, and not counted")
	assert.NoError(t, cmd.Wait())
}

// The mark is the family's alone: not ours, not another's.
func TestStartMarks(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	one, two := exec.CommandContext(ctx, os.Args[0]), exec.CommandContext(ctx, os.Args[0])
	for _, cmd := range []*exec.Cmd{one, two} {
		before := append(os.Environ(), roleEnv+"=nothing")
		cmd.Env = before
		family, err := confine.Start(cmd)
		require.NoError(t, err)
		require.NoError(t, cmd.Wait())
		family.End()
		assert.Len(t, cmd.Env, len(before)+1)
		assert.NotContains(t, os.Environ(), cmd.Env[len(before)])
	}
	assert.NotEqual(t, one.Env[len(one.Env)-1], two.Env[len(two.Env)-1])
}
