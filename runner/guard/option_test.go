package guard

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseSize(t *testing.T) {
	for text, want := range map[string]int64{
		"0": 0, "1": 1, "4096": 4096, "10b": 10, "64k": 65536, "64KiB": 65536, "64 kib": 65536,
		"256MiB": 256 << 20, "1g": 1 << 30, "8589934591GiB": 8589934591 << 30,
	} {
		got, err := ParseSize(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{"", " ", "MiB", "-1", "-1MiB", "1.5GiB", "1MB", "1 000", "0x10", "1e9", "ten", "1TiB", "1Mi", "٣"} {
		_, err := ParseSize(text)
		assert.ErrorContains(t, err, "a number of bytes such as", "%q", text)
	}
	for _, text := range []string{"9223372036854775808", "8589934592GiB", strings.Repeat("9", 100)} {
		_, err := ParseSize(text)
		assert.ErrorContains(t, err, "more than there is", "%q", text)
	}
}

// What is written is read again as it was.
func FuzzSize(f *testing.F) {
	f.Add(int64(0))
	f.Add(int64(3 << 20))
	f.Add(int64(1<<63 - 1))
	f.Fuzz(func(t *testing.T, n int64) {
		if n < 0 {
			n = -(n + 1)
		}
		got, err := ParseSize(strings.Replace(Size(n), "bytes", "b", 1))
		require.NoError(t, err, Size(n))
		assert.Equal(t, n, got)
	})
}

func TestSize(t *testing.T) {
	assert.Equal(t, "256 MiB", Size(256<<20))
	assert.Equal(t, "1 GiB", Size(1<<30))
	assert.Equal(t, "1025 MiB", Size(1<<30+1<<20))
	assert.Equal(t, "1000 bytes", Size(1000))
}

func TestLimits(t *testing.T) {
	l := NewLimits()
	assert.Equal(t, 16, l.PerAddress.Or(16), "nothing was given")
	assert.False(t, l.PerAddress.Given)
	require.NoError(t, l.PerAddress.Set("0"))
	assert.Equal(t, 0, l.PerAddress.Or(16), "0 was")
	require.NoError(t, l.Idle.Set("90s"))
	assert.Equal(t, 90*time.Second, l.Idle.Or(time.Minute))
	for _, text := range []string{"", "-1", "many", "1.5", "99999999999999999999"} {
		assert.ErrorContains(t, l.PerAddress.Set(text), "a number of connections", text)
	}
	for _, text := range []string{"", "10", "soon", "1"} {
		assert.ErrorContains(t, l.Idle.Set(text), "a time such as", text)
	}
	for _, text := range []string{"0", "-1s"} {
		assert.ErrorContains(t, l.Idle.Set(text), "no time", text)
	}
	assert.Equal(t, 90*time.Second, l.Idle.Or(time.Minute), "what is wrong changes nothing")
}
