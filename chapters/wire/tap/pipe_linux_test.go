package tap

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"sockbook/chapters/wire"
)

// all is what a tap tells once its other end is closed.
func all(t *testing.T, tap *Tap) (text string, times []time.Time) {
	t.Helper()
	tap.End()
	require.NoError(t, tap.Each(func(e wire.Event) {
		text += e.Print
		times = append(times, e.Time)
	}))
	return text, times
}

// What is printed has the time of the print, not that of the reading; what
// somebody else writes, who knows nothing of it, is told as well.
func TestPipe(t *testing.T) {
	tap, err := New()
	require.NoError(t, err)
	defer tap.Close()
	before := time.Now()
	out := &stamping{tap.Inside}
	long := strings.Repeat("x", 2*maxText+7) + "\n"
	for _, text := range []string{"server: ready\n", long} {
		n, err := out.Write([]byte(text))
		require.NoError(t, err)
		require.Equal(t, len(text), n)
	}
	after := time.Now()
	_, err = tap.Inside.WriteString("a child's line\n")
	require.NoError(t, err)
	text, times := all(t, tap)
	assert.Equal(t, "server: ready\n"+long+"a child's line\n", text)
	for _, at := range times[:4] {
		assert.False(t, at.Before(before) || at.After(after))
	}
	assert.Zero(t, tap.Lost())
}

// A reader that has gone is an error of the writer's.
func TestPipeIsClosed(t *testing.T) {
	tap, err := New()
	require.NoError(t, err)
	fd, err := unix.Dup(int(tap.Inside.Fd()))
	require.NoError(t, err)
	inside := os.NewFile(uintptr(fd), "inside")
	defer inside.Close()
	tap.Close()
	_, err = (&stamping{inside}).Write([]byte("x"))
	assert.ErrorIs(t, err, syscall.EPIPE)
}

// Without the right to capture there is an error, and no descriptor left.
func TestGiveRefused(t *testing.T) {
	fd, err := open()
	if err == nil {
		_ = unix.Close(fd)
		t.Skip("this user may capture")
	}
	require.ErrorIs(t, err, syscall.EPERM)
	assert.ErrorContains(t, err, "socket AF_PACKET")
	tap, err := New()
	require.NoError(t, err)
	defer tap.Close()
	_, err = Give(tap.Inside)
	require.True(t, errors.Is(err, os.ErrPermission))
	text, _ := all(t, tap)
	assert.Empty(t, text)
}

// Anyone may write to the pipe: what looks like sockets and is none is refused.
func TestWrongDescriptors(t *testing.T) {
	tap, err := New()
	require.NoError(t, err)
	defer tap.Close()
	require.NoError(t, unix.Sendmsg(int(tap.Inside.Fd()), []byte(handOver), unix.UnixRights(0), nil, 0))
	text, _ := all(t, tap)
	assert.Empty(t, text)
	assert.Nil(t, tap.ring)

	file, err := os.CreateTemp(t.TempDir(), "")
	require.NoError(t, err)
	defer file.Close()
	socket, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	require.NoError(t, err)
	defer unix.Close(socket)
	for _, fd := range []int{int(file.Fd()), socket} {
		tap, err := New()
		require.NoError(t, err)
		defer tap.Close()
		require.NoError(t, unix.Sendmsg(int(tap.Inside.Fd()), []byte(handOver), unix.UnixRights(fd, 0), nil, 0))
		tap.End()
		require.ErrorContains(t, tap.Each(func(wire.Event) {}), "no packet socket")
	}
}

func FuzzPrinted(f *testing.F) {
	f.Add([]byte(stamp + "12345678text"))
	f.Add([]byte(stamp))
	f.Fuzz(func(t *testing.T, record []byte) {
		assert.True(t, bytes.HasSuffix(record, []byte(printed(record).Print)))
	})
}
