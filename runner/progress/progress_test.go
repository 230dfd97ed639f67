package progress

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var framing = Place{Section: "framing", Number: "4.2", Title: "Framing", Index: 8, Of: 24}

func TestSetAndGet(t *testing.T) {
	dir := t.TempDir()
	b := Open(dir)
	places, err := b.Places()
	require.NoError(t, err, "no file is no places")
	assert.Empty(t, places)

	require.NoError(t, b.Set("ch02-stream", framing))
	require.NoError(t, b.Set("ch03-datagram", Place{Finished: true, Of: 3}))
	places, err = Open(dir).Places()
	require.NoError(t, err)
	assert.Equal(t, map[string]Place{"ch02-stream": framing, "ch03-datagram": {Finished: true, Of: 3}}, places)

	left, err := filepath.Glob(filepath.Join(dir, "sockbook", "*"))
	require.NoError(t, err)
	assert.Equal(t, []string{filepath.Join(dir, "sockbook", "progress.json")}, left, "nothing else is left behind")
}

// The chapter read last is remembered, and what has run, each example once.
func TestRecord(t *testing.T) {
	dir := t.TempDir()
	b := Open(dir)
	require.NoError(t, b.Set("ch02-stream", framing))
	require.NoError(t, b.Set("ch03-datagram", framing))
	require.NoError(t, b.Set("ch02-stream", framing), "the same place, and yet the last")
	for _, example := range []string{"line", "echo", "line"} {
		require.NoError(t, b.SetRan("ch02-stream", example))
	}
	held, err := Open(dir).Record()
	require.NoError(t, err)
	assert.Equal(t, Record{
		Chapters: map[string]Place{"ch02-stream": framing, "ch03-datagram": framing},
		Ran:      map[string][]string{"ch02-stream": {"line", "echo"}},
		Last:     "ch02-stream",
	}, held)
}

// Who looks something up in a chapter has still read it.
func TestFinishedStaysSo(t *testing.T) {
	b := Open(t.TempDir())
	require.NoError(t, b.Set("ch02-stream", Place{Index: 24, Of: 24, Finished: true}))
	require.NoError(t, b.Set("ch02-stream", framing))
	places, err := b.Places()
	require.NoError(t, err)
	want := framing
	want.Finished = true
	assert.Equal(t, want, places["ch02-stream"])
}

// What an earlier version wrote is understood, and what it knew is kept.
func TestEarlierFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "sockbook", "progress.json")
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
	require.NoError(t, os.WriteFile(path, []byte(`{"chapters":{"ch02-stream":{"section":"framing","number":"4.2","title":"Framing","index":8,"of":24}}}`), 0o600))
	b := Open(dir)
	require.NoError(t, b.SetRan("ch02-stream", "echo"))
	held, err := b.Record()
	require.NoError(t, err)
	assert.Equal(t, Record{Chapters: map[string]Place{"ch02-stream": framing}, Ran: map[string][]string{"ch02-stream": {"echo"}}}, held)
}

// A file that cannot be understood is set aside, whole, each under a name of
// its own, and what follows starts afresh.
func TestDamaged(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "sockbook", "progress.json")
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
	for i, text := range []string{"", "{", "[]", `{"chapters":{"ch02-stream":7}}`, `{"ran":["echo"]}`, "\x00\x00\x00"} {
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		places, err := Open(dir).Places()
		var damaged *DamagedError
		require.ErrorAs(t, err, &damaged, "%q", text)
		assert.NotNil(t, places)
		assert.Equal(t, fmt.Sprintf("%s.damaged-%d", path, i+1), damaged.Aside)
		kept, err := os.ReadFile(damaged.Aside)
		require.NoError(t, err)
		assert.Equal(t, text, string(kept))
	}
	require.NoError(t, os.WriteFile(path, []byte("{"), 0o600))
	require.ErrorContains(t, Open(dir).Set("ch02-stream", framing), "damaged", "to write over it says so too")
	places, err := Open(dir).Places()
	require.NoError(t, err)
	assert.Equal(t, framing, places["ch02-stream"])
}

// A folder of that name, or a file too large to be ours, is set aside as well.
func TestNotOurs(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "sockbook", "progress.json")
	require.NoError(t, os.MkdirAll(path, 0o700))
	_, err := Open(dir).Places()
	require.ErrorContains(t, err, "not a file that this program wrote")
	require.NoError(t, os.WriteFile(path, make([]byte, 1<<20+1), 0o600))
	_, err = Open(dir).Places()
	require.ErrorContains(t, err, "not a file that this program wrote")
}

func TestNoDirectory(t *testing.T) {
	var none Book
	assert.False(t, none.Remembers())
	assert.True(t, Open(t.TempDir()).Remembers())
	require.NoError(t, none.Set("ch02-stream", framing))
	require.NoError(t, none.SetRan("ch02-stream", "echo"))
	places, err := none.Places()
	require.NoError(t, err)
	assert.Empty(t, places)

	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	b := Open(file)
	assert.Error(t, b.Set("ch02-stream", framing))
}

// Readers and writers at once never see a part of a file.
func TestConcurrent(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows refuses to replace a file that another holds open")
	}
	dir := t.TempDir()
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for n := range 25 {
				place := framing
				place.Index = n
				assert.NoError(t, Open(dir).Set(fmt.Sprintf("ch%02d", i), place))
				_, err := Open(dir).Places()
				assert.NoError(t, err)
			}
		})
	}
	all.Wait()
	left, err := filepath.Glob(filepath.Join(dir, "sockbook", "*"))
	require.NoError(t, err)
	assert.Len(t, left, 1)
}
