//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package unixdomain

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// leaveStale leaves a socket file at path that nobody listens on.
func leaveStale(t *testing.T, path string) {
	t.Helper()
	ln, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	require.NoError(t, err)
	ln.SetUnlinkOnClose(false)
	require.NoError(t, ln.Close())
}

func TestListenReplacesAStaleFile(t *testing.T) {
	path := filepath.Join(shortDir(t), "s")
	leaveStale(t, path)
	answers(t, start(t, path).Addr().String())
}

// What a server has no business to remove stays.
func TestListenLeavesOthersAlone(t *testing.T) {
	folder := shortDir(t)
	path := func(name string) string { return filepath.Join(folder, name) }
	require.NoError(t, os.WriteFile(path("file"), []byte("precious"), 0o600))
	require.NoError(t, os.Mkdir(path("folder"), 0o700))
	leaveStale(t, path("stale"))
	require.NoError(t, os.Symlink("stale", path("link")))
	dgram, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path("datagrams"), Net: "unixgram"})
	require.NoError(t, err)
	live := start(t, path("live"))

	for _, name := range []string{"file", "folder", "link", "datagrams", "live"} {
		before, err := os.Lstat(path(name))
		require.NoError(t, err)
		_, err = Listen(t.Context(), path(name))
		require.ErrorIs(t, err, syscall.EADDRINUSE, name)
		after, err := os.Lstat(path(name))
		require.NoError(t, err, "%s must not be removed", name)
		assert.True(t, os.SameFile(before, after), "%s must not be replaced", name)
	}
	answers(t, live.Addr().String())
	require.NoError(t, dgram.Close())
	for _, name := range []string{"file", "folder", "link", "stale", "datagrams"} {
		require.NoError(t, os.Remove(path(name)))
	}
}

// Of many that start together on a stale file one gets it, and keeps it.
func TestListenTogether(t *testing.T) {
	path := filepath.Join(shortDir(t), "s")
	for range 30 {
		leaveStale(t, path)
		var all sync.WaitGroup
		won := make(chan *Server, 8)
		for range 8 {
			all.Go(func() {
				s, err := Listen(t.Context(), path)
				if err == nil {
					won <- s
				} else {
					assert.ErrorIs(t, err, syscall.EADDRINUSE)
				}
			})
		}
		all.Wait()
		require.Len(t, won, 1, "one server, and not two of which one is unreachable")
		s := <-won
		conn, err := net.Dial("unix", path)
		require.NoError(t, err, "the one that won must be the one at the path")
		require.NoError(t, conn.Close())
		require.NoError(t, s.Close())
	}
}

// A server whose path was taken over by force does not remove the other's.
func TestCloseRemovesOnlyItsOwn(t *testing.T) {
	path := filepath.Join(shortDir(t), "s")
	first := start(t, path)
	require.NoError(t, os.Remove(path))
	second := start(t, path)
	require.NoError(t, first.Close())
	answers(t, second.Addr().String())
}

func TestListenIsForOurUser(t *testing.T) {
	path := filepath.Join(shortDir(t), "s")
	start(t, path)
	info, err := os.Stat(path)
	require.NoError(t, err)
	assert.Equal(t, os.ModeSocket|ownerOnly, info.Mode())
}

// A folder that somebody keeps locked holds Listen up until its ctx ends.
func TestListenWaitsForTheFolder(t *testing.T) {
	folder := shortDir(t)
	unlock, err := lockFolder(t.Context(), folder)
	require.NoError(t, err)
	ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	_, err = Listen(ctx, filepath.Join(folder, "s"))
	require.ErrorIs(t, err, context.DeadlineExceeded)
	unlock()
	answers(t, start(t, filepath.Join(folder, "s")).Addr().String())
}

func TestListenErrors(t *testing.T) {
	folder := shortDir(t)
	_, err := Listen(t.Context(), filepath.Join(folder, "no", "s"))
	require.ErrorIs(t, err, syscall.ENOENT)

	long := filepath.Join(folder, strings.Repeat("x", maxPath))
	_, err = Listen(t.Context(), long)
	require.ErrorIs(t, err, syscall.ENAMETOOLONG)
	_, err = Dial(t.Context(), long)
	require.ErrorIs(t, err, syscall.ENAMETOOLONG)
	_, err = Dial(t.Context(), "")
	require.ErrorContains(t, err, "no address")

	fits := filepath.Join(folder, strings.Repeat("x", maxPath-len(folder)-1))
	answers(t, start(t, fits).Addr().String())
}

// A full accept queue is no error for a client that has time.
func TestDialWaitsForAPlace(t *testing.T) {
	ln := listenForOne(t)
	path := ln.Addr().String()
	var queued []net.Conn
	defer func() {
		for _, c := range queued {
			_ = c.Close()
		}
	}()
	var err error
	for err == nil {
		var c net.Conn
		if c, err = net.Dial("unix", path); err == nil {
			queued = append(queued, c)
		}
	}
	if !errors.Is(err, syscall.EAGAIN) {
		t.Skipf("a full queue is not EAGAIN here: %v", err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer stop()
	_, err = Dial(ctx, path)
	require.ErrorIs(t, err, context.DeadlineExceeded, "no place came free in time")

	late := make(chan error, 1)
	go func() {
		c, err := Dial(t.Context(), path)
		if err == nil {
			err = c.Close()
		}
		late <- err
	}()
	for range len(queued) + 1 {
		conn, err := ln.Accept()
		require.NoError(t, err)
		defer conn.Close()
	}
	assert.NoError(t, <-late, "a place came free, and the client took it")
}

// listenForOne listens with the shortest of queues.
func listenForOne(t *testing.T) net.Listener {
	t.Helper()
	path := filepath.Join(shortDir(t), "s")
	fd, err := newSocket(syscall.SOCK_STREAM)
	require.NoError(t, err)
	file := os.NewFile(uintptr(fd), path)
	defer file.Close()
	require.NoError(t, bindOwner(fd, path))
	require.NoError(t, syscall.Listen(fd, 0))
	ln, err := net.FileListener(file)
	require.NoError(t, err)
	t.Cleanup(func() {
		_ = ln.Close()
		_ = os.Remove(path)
	})
	return ln
}
