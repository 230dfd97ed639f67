package sockerrors

import (
	"context"
	"encoding/binary"
	"errors"
	"net"
	"os"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// needsOwnNetwork skips where inOwnNetwork cannot work.
func needsOwnNetwork(t *testing.T) {
	t.Helper()
	err := inOwnNetwork(func(context.Context, *bench) error { return nil })(t.Context(), new(bench))
	var lack missing
	if errors.As(err, &lack) {
		t.Skipf("%v; %s", lack, lack.Hint())
	}
	require.NoError(t, err)
}

// Why there is no network is told as that, and not as the errno of unshare.
func TestNoNetwork(t *testing.T) {
	for _, errno := range []syscall.Errno{unix.EPERM, unix.ENOSPC} {
		var lack missing
		require.ErrorAs(t, noNetwork(errno), &lack)
		assert.Contains(t, lack.Error(), "needs a network of its own")
		assert.NotEmpty(t, lack.Hint())
	}
	assert.ErrorIs(t, noNetwork(unix.EINVAL), unix.EINVAL)
}

func TestProvokeInOwnNetwork(t *testing.T) {
	needsOwnNetwork(t)
	text := showAlone(t, Provoke)
	distinct := map[string]bool{}
	for _, b := range block.FindAllStringSubmatch(text, -1) {
		distinct[b[1]] = true
	}
	assert.GreaterOrEqual(t, len(distinct), 40, "different errors:\n%s", text)
	for _, name := range []string{"ENETUNREACH", "EHOSTUNREACH", "ENETDOWN", "EHOSTDOWN", "ESRCH", "EPROTO"} {
		assert.Contains(t, distinct, name, "a network of one's own gives it")
	}
}

// Every provocation gives the same error each time, whatever ran before it.
func TestProvocationsRepeat(t *testing.T) {
	for _, theme := range systemThemes() {
		for _, p := range theme.provocations {
			t.Run(p.name, func(t *testing.T) {
				first := p.failed(p.provoke(t.Context()))
				for range 3 {
					require.Equal(t, first, p.failed(p.provoke(t.Context())))
				}
			})
		}
	}
}

func TestOwnNetworkIsLeftAgain(t *testing.T) {
	needsOwnNetwork(t)
	namespace := func() string {
		link, err := os.Readlink("/proc/thread-self/ns/net")
		require.NoError(t, err)
		return link
	}
	before := namespace()
	var inside string
	err := inOwnNetwork(func(_ context.Context, b *bench) error {
		inside = namespace()
		return b.loopbackUp()
	})(t.Context(), new(bench))
	require.NoError(t, err)
	assert.NotEqual(t, before, inside, "the thread was elsewhere")
	for range 100 {
		require.NoError(t, onThread(func() (bool, error) {
			assert.Equal(t, before, namespace(), "no thread has stayed there")
			return true, nil
		}))
	}
}

func TestDescriptorLimitComesBack(t *testing.T) {
	var before, after unix.Rlimit
	require.NoError(t, unix.Getrlimit(unix.RLIMIT_NOFILE, &before))
	require.ErrorIs(t, provokeTooManyFiles(t.Context(), new(bench)), syscall.EMFILE)
	require.NoError(t, unix.Getrlimit(unix.RLIMIT_NOFILE, &after))
	assert.Equal(t, before, after, "a process without descriptors is of no use")
}

func TestProvocationsCloseWhatTheyOpen(t *testing.T) {
	open := func() int {
		entries, err := os.ReadDir("/proc/self/fd")
		require.NoError(t, err)
		return len(entries)
	}
	showAlone(t, Provoke) // what the runtime opens once, it has opened
	before := open()
	showAlone(t, Provoke)
	assert.Equal(t, before, open(), "descriptors")
}

func TestForgedMessageIsWellFormed(t *testing.T) {
	from := &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 0x1234}
	to := &net.UDPAddr{IP: net.IPv4(127, 0, 0, 2), Port: 0x5678}
	m := unreachable(3, 7, from, to)
	require.Len(t, m, 8+20+8, "an ICMP header, and 28 bytes of the datagram")
	assert.Equal(t, []byte{3, 7}, m[:2])
	assert.Zero(t, checksum(m), "the sum over a message with its checksum is 0")
	assert.Equal(t, uint16(0x1234), binary.BigEndian.Uint16(m[28:]), "the quoted source port")
}

// The example of RFC 1071 section 3.
func TestChecksum(t *testing.T) {
	assert.Equal(t, ^uint16(0xddf2), checksum([]byte{0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7}))
}
