package unixdomain

import (
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// pipeEnds are how many descriptors of this process are ends of that pipe:
// other tests open and close what they like beside this one.
func pipeEnds(t *testing.T, end *os.File) (n int) {
	t.Helper()
	var mine unix.Stat_t
	require.NoError(t, unix.Fstat(int(end.Fd()), &mine))
	entries, err := os.ReadDir("/proc/self/fd")
	require.NoError(t, err)
	for _, e := range entries {
		var st unix.Stat_t
		if unix.Stat("/proc/self/fd/"+e.Name(), &st) == nil && st.Dev == mine.Dev && st.Ino == mine.Ino {
			n++
		}
	}
	return n
}

// twoEnds are the ends of a pipe.
func twoEnds(t *testing.T) (r, w *os.File) {
	t.Helper()
	r, w, err := os.Pipe()
	require.NoError(t, err)
	t.Cleanup(func() { _ = r.Close(); _ = w.Close() })
	return r, w
}

// copies is the same open file n times.
func copies(f *os.File, n int) []Named {
	all := make([]Named, n)
	for i := range all {
		all[i] = Named{"end", f}
	}
	return all
}

// Whatever came and is not wanted is closed.
func TestNothingLeaks(t *testing.T) {
	for name, c := range map[string]struct {
		sent, limit int
		want        error
	}{
		"none allowed":     {1, 0, ErrTooManyFiles},
		"into the padding": {2, 1, ErrTooManyFiles},
		"one too many":     {3, 2, ErrTooManyFiles},
		"far too many":     {100, 2, ErrTooManyFiles},
		"below zero":       {1, -1, ErrTooManyFiles},
	} {
		t.Run(name, func(t *testing.T) {
			a, b := rightsPair(t)
			_, w := twoEnds(t)
			require.NoError(t, SendFiles(a, copies(w, c.sent)...))
			got, err := ReceiveFiles(b, c.limit)
			assert.ErrorIs(t, err, c.want)
			assert.Empty(t, got)
			require.NoError(t, b.Close())
			assert.Equal(t, 2, pipeEnds(t, w), "the two that we made, and no other")
		})
	}
}

// A stranger puts descriptors where SendFiles would not.
func TestNothingLeaksFromStrangers(t *testing.T) {
	for name, parts := range map[string][]string{
		"on the list":              {"\x00\x03", "end"},
		"on each byte":             {"\x00", "\x03", "e", "n", "d"},
		"and then the end":         {"\x00"},
		"names of which none is":   {"\x00\x03\n\n\n"},
		"more names than come":     {"\x00\x07end:end"},
		"a list too long to begin": {"\xff\xff"},
	} {
		t.Run(name, func(t *testing.T) {
			a, b := rightsPair(t)
			r, w := twoEnds(t)
			fd := int(w.Fd())
			for i, part := range parts {
				if name == "on the list" && i == 0 {
					_, err := a.Write([]byte(part))
					require.NoError(t, err)
					continue
				}
				_, _, err := a.WriteMsgUnix([]byte(part), unix.UnixRights(fd), nil)
				require.NoError(t, err)
			}
			require.NoError(t, a.Close())
			got, err := ReceiveFiles(b, 1)
			if name == "on the list" {
				require.NoError(t, err, "where in the message they are does not matter")
				require.NoError(t, CloseFiles(got))
			} else {
				require.Error(t, err)
			}
			require.NoError(t, b.Close())
			require.NoError(t, w.Close())
			require.NoError(t, r.SetReadDeadline(time.Now().Add(10*time.Second)))
			rest, err := io.ReadAll(r)
			require.NoError(t, err, "the pipe has ended, for nobody holds its other end")
			assert.Empty(t, rest)
		})
	}
}

// Credentials come first in the buffer, and do not push descriptors out.
func TestFilesWithCredentials(t *testing.T) {
	a, b := rightsPair(t)
	raw, err := b.SyscallConn()
	require.NoError(t, err)
	require.NoError(t, raw.Control(func(fd uintptr) {
		assert.NoError(t, unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_PASSCRED, 1))
	}))
	_, w := twoEnds(t)
	require.NoError(t, SendFiles(a, copies(w, 3)...))
	got, err := ReceiveFiles(b, 3)
	require.NoError(t, err)
	assert.Equal(t, 5, pipeEnds(t, w))
	require.NoError(t, CloseFiles(got))
	assert.Equal(t, 2, pipeEnds(t, w))
}

// A message larger than the socket's buffer takes several calls.
func TestLongNamesThroughASmallBuffer(t *testing.T) {
	a, b := rightsPair(t)
	require.NoError(t, a.SetWriteBuffer(1))
	files := rightsFiles(t, MaxFiles)
	for i := range files {
		files[i].Name = strings.Repeat("x", 255)
	}
	sent := make(chan error, 1)
	go func() { sent <- SendFiles(a, files...) }()
	got, err := ReceiveFiles(b, MaxFiles)
	require.NoError(t, err)
	require.NoError(t, <-sent)
	assert.Len(t, got, MaxFiles)
	require.NoError(t, CloseFiles(got))
}
