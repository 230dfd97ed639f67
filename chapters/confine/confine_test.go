package confine_test

import (
	"context"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sockbook/chapters/confine"
)

// counts is whether End tells how many were left: elsewhere 1 is any number.
const counts = runtime.GOOS == "linux" || runtime.GOOS == "windows"

// assertLeft compares what End returned with the number of processes that the
// test knows to have been there. Between them and the head there may have been
// some on their way out.
func assertLeft(t *testing.T, want, got int, between bool) {
	t.Helper()
	switch {
	case !counts:
		assert.Equal(t, min(want, 1), got)
	case between:
		assert.GreaterOrEqual(t, got, want)
	default:
		assert.Equal(t, want, got)
	}
}

func TestEndWithNothingLeft(t *testing.T) {
	cmd, family, out := start(t, t.Context(), "nothing")
	require.NoError(t, cmd.Wait())
	assert.Equal(t, "EOF", out.next(t))
	assert.Zero(t, family.End())
}

func TestEndKillsChildren(t *testing.T) {
	for roles, n := range map[string]int{
		"leave,stay":            1,
		"leave,leave,stay":      1,
		"leave-both,stay":       2, // one of them has no environment
		"leave-both,leave,stay": 2,
	} {
		t.Run(roles, func(t *testing.T) {
			t.Parallel()
			cmd, family, out := start(t, t.Context(), roles)
			require.NoError(t, cmd.Wait())
			for range n {
				require.Equal(t, "here", out.next(t))
			}
			assertLeft(t, n, family.End(), strings.Count(roles, ",") > 1)
			assert.Equal(t, "EOF", out.next(t), "all of it has ended")
		})
	}
}

// What leaves the group is found nevertheless.
func TestEndKillsTheDetached(t *testing.T) {
	if !counts {
		t.Skipf("%s has nothing to find a process by that has left the group", runtime.GOOS)
	}
	for _, roles := range []string{
		"detach,stay",
		"detach,detach,stay",
		"leave,detach,leave,stay",
	} {
		t.Run(roles, func(t *testing.T) {
			t.Parallel()
			cmd, family, out := start(t, t.Context(), roles)
			require.NoError(t, cmd.Wait())
			require.Equal(t, "here", out.next(t))
			assertLeft(t, 1, family.End(), strings.Count(roles, ",") > 1)
			assert.Equal(t, "EOF", out.next(t), "all of it has ended")
		})
	}
}

// A family within the family belongs to both.
func TestEndKillsFamiliesWithin(t *testing.T) {
	if !counts {
		t.Skipf("on %s a family within has left the group", runtime.GOOS)
	}
	for _, roles := range []string{"found,stay", "found,detach,stay", "detach,found,detach,stay"} {
		t.Run(roles, func(t *testing.T) {
			t.Parallel()
			cmd, family, out := start(t, t.Context(), roles)
			require.Equal(t, "here", out.next(t))
			require.Equal(t, "here", out.next(t))
			family.End()
			assert.Equal(t, "EOF", out.next(t), "all of it has ended")
			_ = cmd.Wait() // the head of some has been killed, of others not
		})
	}
}

// No process is too quick: while one is about to run its program, and has no
// environment for a moment, others that led to it have already gone.
func TestEndKillsTheQuick(t *testing.T) {
	roles := "detach,detach,stay"
	if !counts {
		roles = "leave,leave,stay"
	}
	for range 20 {
		cmd, family, out := start(t, t.Context(), roles)
		require.NoError(t, cmd.Wait())
		family.End()
		out.over(t)
	}
}

func TestEndKillsTheHead(t *testing.T) {
	cmd, family, out := start(t, t.Context(), "keep,stay")
	require.Equal(t, "here", out.next(t))
	require.Equal(t, "here", out.next(t))
	began := time.Now()
	if n := family.End(); counts {
		assert.Equal(t, 1, n, "the head is not counted")
	}
	assert.Less(t, time.Since(began), time.Second, "nor waited for: it has ended, if not for its parent")
	assert.Equal(t, "EOF", out.next(t))
	var exit *exec.ExitError
	assert.ErrorAs(t, cmd.Wait(), &exit)
	assert.Zero(t, family.End(), "nothing is left for a second time")
}

func TestEndConcurrently(t *testing.T) {
	cmd, family, out := start(t, t.Context(), "keep,leave-both,stay")
	for range 3 {
		require.Equal(t, "here", out.next(t))
	}
	var ends sync.WaitGroup
	for range 4 {
		ends.Go(func() { family.End() })
	}
	assert.Error(t, cmd.Wait())
	ends.Wait()
	out.over(t)
}

// A family that does not heed an interrupt is killed, the head by os/exec.
func TestInterruptUnheeded(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	cmd, family, out := start(t, ctx, "keep,stay", func(cmd *exec.Cmd) { cmd.WaitDelay = 50 * time.Millisecond })
	require.Equal(t, "here", out.next(t))
	require.Equal(t, "here", out.next(t))
	stop()
	assert.Error(t, cmd.Wait())
	assertLeft(t, 1, family.End(), false)
	assert.Equal(t, "EOF", out.next(t))
}

func TestInterruptHeeded(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no signal for one program alone; Interrupt terminates it")
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	cmd, family, out := start(t, ctx, "obey")
	require.Equal(t, "here", out.next(t))
	stop()
	assert.ErrorIs(t, cmd.Wait(), context.Canceled)
	assert.Equal(t, "interrupted", out.next(t))
	assert.Zero(t, family.End())
	assert.ErrorIs(t, confine.Interrupt(cmd), os.ErrProcessDone)
}

// Two families know nothing of each other.
func TestEndSparesOthers(t *testing.T) {
	question, w := io.Pipe()
	other, _, answers := start(t, t.Context(), "answer", func(cmd *exec.Cmd) { cmd.Stdin = question })
	require.Equal(t, "here", answers.next(t))
	cmd, family, out := start(t, t.Context(), "leave,stay")
	require.NoError(t, cmd.Wait())
	require.Equal(t, "here", out.next(t))
	assertLeft(t, 1, family.End(), false)

	_, err := io.WriteString(w, "still here?\n")
	require.NoError(t, err)
	assert.Equal(t, "still here?", answers.next(t))
	w.Close()
	require.NoError(t, other.Wait())
}

func TestStartFails(t *testing.T) {
	plain := exec.Command("./no-such-program").Start()
	_, err := confine.Start(exec.Command("./no-such-program"))
	assert.Equal(t, plain, err, "os/exec's own")

	ctx, stop := context.WithCancel(t.Context())
	stop()
	_, err = confine.Start(exec.CommandContext(ctx, os.Args[0]))
	assert.ErrorIs(t, err, context.Canceled)
}
