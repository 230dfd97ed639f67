//go:build unix

package unixdomain

import (
	"encoding/binary"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// rightsPair is a pair of connected stream sockets with a deadline.
func rightsPair(t *testing.T) (a, b *net.UnixConn) {
	t.Helper()
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	require.NoError(t, err)
	var ends [2]*net.UnixConn
	for i, fd := range fds {
		file := os.NewFile(uintptr(fd), "end")
		conn, err := net.FileConn(file)
		require.NoError(t, err)
		require.NoError(t, file.Close())
		require.NoError(t, conn.SetDeadline(time.Now().Add(10*time.Second)))
		ends[i] = conn.(*net.UnixConn)
		t.Cleanup(func() { _ = conn.Close() })
	}
	return ends[0], ends[1]
}

// rightsFiles are n open files, each with its own number in it.
func rightsFiles(t *testing.T, n int) []Named {
	t.Helper()
	var files []Named
	for i := range n {
		name := "file" + string(rune('a'+i%26))
		path := filepath.Join(t.TempDir(), name)
		require.NoError(t, os.WriteFile(path, []byte{byte(i)}, 0o600))
		f, err := os.Open(path)
		require.NoError(t, err)
		t.Cleanup(func() { _ = f.Close() })
		files = append(files, Named{name, f})
	}
	return files
}

func TestFilesArriveWithTheirNames(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 100, MaxFiles} {
		a, b := rightsPair(t)
		sent := rightsFiles(t, n)
		require.NoError(t, SendFiles(a, sent...))
		got, err := ReceiveFiles(b, n)
		require.NoError(t, err, "%d files", n)
		require.Len(t, got, n)
		for i, f := range got {
			assert.Equal(t, sent[i].Name, f.Name)
			one, err := io.ReadAll(f.File)
			require.NoError(t, err)
			assert.Equal(t, []byte{byte(i)}, one, "the open file, and not another")
			flags, err := unix.FcntlInt(f.File.Fd(), unix.F_GETFD, 0)
			require.NoError(t, err)
			assert.NotZero(t, flags&unix.FD_CLOEXEC, "not for the programs we start")
		}
		require.NoError(t, CloseFiles(got))
	}
}

// What is sent together arrives together, however much is in the stream.
func TestMessagesAreKeptApart(t *testing.T) {
	a, b := rightsPair(t)
	files := rightsFiles(t, 3)
	require.NoError(t, SendFiles(a, files[0]))
	require.NoError(t, SendFiles(a))
	require.NoError(t, SendFiles(a, files[1:]...))
	require.NoError(t, a.Close())
	for _, want := range []int{1, 0, 2} {
		got, err := ReceiveFiles(b, 2)
		require.NoError(t, err)
		assert.Len(t, got, want)
		require.NoError(t, CloseFiles(got))
	}
	_, err := ReceiveFiles(b, 2)
	assert.Equal(t, io.EOF, err)
}

// The sender is gone, and its descriptors with it, before anybody receives.
func TestFilesOutliveTheSender(t *testing.T) {
	a, b := rightsPair(t)
	files := rightsFiles(t, 1)
	require.NoError(t, SendFiles(a, files...))
	require.NoError(t, files[0].File.Close())
	require.NoError(t, a.Close())
	got, err := ReceiveFiles(b, 1)
	require.NoError(t, err)
	one, err := io.ReadAll(got[0].File)
	require.NoError(t, err)
	assert.Equal(t, []byte{0}, one)
	require.NoError(t, CloseFiles(got))
}

// Sending leaves the shared open file as it was: a live connection's other
// holders would be surprised to find it blocking.
func TestSendingLeavesTheFileNonBlocking(t *testing.T) {
	a, b := rightsPair(t)
	live, _ := rightsPair(t)
	file, err := live.File()
	require.NoError(t, err)
	defer file.Close()
	require.NoError(t, SendFiles(a, Named{"live", file}))
	got, err := ReceiveFiles(b, 1)
	require.NoError(t, err)
	defer func() { _ = CloseFiles(got) }()
	raw, err := live.SyscallConn()
	require.NoError(t, err)
	require.NoError(t, raw.Control(func(fd uintptr) {
		flags, err := unix.FcntlInt(fd, unix.F_GETFL, 0)
		assert.NoError(t, err)
		assert.NotZero(t, flags&unix.O_NONBLOCK)
	}))
}

func TestSendRefuses(t *testing.T) {
	a, _ := rightsPair(t)
	file := rightsFiles(t, 1)[0].File
	for _, name := range []string{"", "a:b", "a b", "a\n", "ä", strings.Repeat("x", 256)} {
		assert.ErrorIs(t, SendFiles(a, Named{name, file}), ErrName, "%q", name)
	}
	many := make([]Named, MaxFiles+1)
	assert.ErrorIs(t, SendFiles(a, many...), ErrTooManyFiles)
	require.NoError(t, SendFiles(a, Named{strings.Repeat("x", 255), file}))
}

// A stranger's bytes, with or without descriptors, are refused by name.
func TestReceiveRefusesStrangers(t *testing.T) {
	length := func(n int, rest string) string {
		return string(binary.BigEndian.AppendUint16(nil, uint16(n))) + rest
	}
	for name, c := range map[string]struct {
		text string
		want error
	}{
		"nothing":             {"", io.EOF},
		"half a length":       {"\x00", io.ErrUnexpectedEOF},
		"less than announced": {length(5, "ab"), io.ErrUnexpectedEOF},
		"none of it":          {length(5, ""), io.ErrUnexpectedEOF},
		"a name for nothing":  {length(1, "a"), ErrName},
		"an empty name":       {length(2, "a:"), ErrName},
		"not a name":          {length(1, "\n"), ErrName},
		"too long a list":     {length(60000, ""), ErrName},
	} {
		t.Run(name, func(t *testing.T) {
			a, b := rightsPair(t)
			_, err := a.Write([]byte(c.text))
			require.NoError(t, err)
			require.NoError(t, a.Close())
			got, err := ReceiveFiles(b, 2)
			assert.ErrorIs(t, err, c.want)
			assert.Empty(t, got)
		})
	}
}

func TestReceiveWaitsUntilTheDeadline(t *testing.T) {
	_, b := rightsPair(t)
	require.NoError(t, b.SetReadDeadline(time.Now().Add(-time.Second)))
	_, err := ReceiveFiles(b, 1)
	assert.ErrorIs(t, err, os.ErrDeadlineExceeded)
}
