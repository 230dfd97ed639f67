package lab

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sockbook/chapters/lab"
)

// A desk is a folder that a test saves to, and what was checked of it.
type desk struct {
	mu     sync.Mutex
	files  files
	checks []string // the names saved before each
	broken int
}

func (d *desk) save(name string, size int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	next := files{name: {size, time.Now()}}
	for n, s := range d.files {
		if n != name {
			next[n] = s
		}
	}
	d.files = next
}

func (d *desk) look() files {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.files
}

// checked is how many checks were begun.
func (d *desk) checked() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.checks)
}

// check takes that long.
func (d *desk) check(takes time.Duration) func(context.Context, []string) error {
	return func(ctx context.Context, saved []string) error {
		d.mu.Lock()
		d.checks = append(d.checks, strings.Join(saved, " "))
		d.mu.Unlock()
		select {
		case <-time.After(takes):
			return nil
		case <-ctx.Done():
			d.mu.Lock()
			defer d.mu.Unlock()
			if errors.Is(context.Cause(ctx), errSaved) {
				d.broken++
			}
			return context.Cause(ctx)
		}
	}
}

var errOver = errors.New("over")

// watching runs story beside a watcher.
func watching(t *testing.T, takes time.Duration, story func(d *desk, event func())) *desk {
	d := &desk{files: files{"a.go": {}}}
	synctest.Test(t, func(t *testing.T) {
		happened := make(chan struct{}, 1)
		w := &watcher{look: d.look, events: happened, check: d.check(takes), changes: make(chan []string)}
		ctx, cancel := context.WithCancelCause(t.Context())
		done := make(chan error)
		go func() { done <- w.run(ctx) }()
		synctest.Wait()
		story(d, func() { happened <- struct{}{}; synctest.Wait() })
		cancel(errOver)
		require.ErrorIs(t, <-done, errOver)
	})
	return d
}

func TestWatchPolls(t *testing.T) {
	d := watching(t, time.Millisecond, func(d *desk, _ func()) {
		time.Sleep(10 * time.Second) // nothing is saved, nothing is checked
		d.save("a.go", 1)
		d.save("b.go", 1)
		time.Sleep(pollEvery + 2*settled)
		d.save("b.go", 2)
		time.Sleep(10 * time.Second)
	})
	assert.Equal(t, []string{"", "a.go b.go", "b.go"}, d.checks)
	assert.Zero(t, d.broken)
}

// An editor that writes in pieces, or renames, is waited for; an event that is
// about nothing we look at is no save.
func TestWatchSettles(t *testing.T) {
	d := watching(t, time.Millisecond, func(d *desk, event func()) {
		event()
		time.Sleep(settled)
		for i := range 5 {
			d.save("a.go", int64(i))
			if i == 0 {
				event()
			}
			time.Sleep(settled - time.Millisecond)
		}
		assert.Equal(t, 1, d.checked(), "not yet")
		time.Sleep(2 * settled)
		assert.Equal(t, 2, d.checked(), "an event is sooner than a look by the clock")
	})
	assert.Equal(t, []string{"", "a.go"}, d.checks)
}

// A save during a check breaks it off.
func TestWatchBreaksOff(t *testing.T) {
	d := watching(t, 5*time.Second, func(d *desk, event func()) {
		for i := range 3 {
			d.save("a.go", int64(i+1))
			event()
			time.Sleep(time.Second)
		}
		time.Sleep(time.Minute)
	})
	assert.Equal(t, []string{"", "a.go", "a.go", "a.go"}, d.checks)
	assert.Equal(t, 3, d.broken)
}

// What a check itself fails of ends the watch.
func TestWatchFails(t *testing.T) {
	w := &watcher{look: func() files { return nil }, changes: make(chan []string), check: func(context.Context, []string) error { return errOver }}
	require.ErrorIs(t, w.run(t.Context()), errOver)
}

// On real files: each save is checked, by event or by the clock, until Ctrl-C,
// which is no failure.
func TestWatch(t *testing.T) {
	for _, asJSON := range []bool{false, true} {
		tr := started(t, "80")
		saves := []func(){
			func() { tr.write(tr.path("double.go"), mine) },
			func() {
				tr.write(filepath.Join(tr.Cwd, "new"), mine+"\n")
				assert.NoError(t, os.Rename(filepath.Join(tr.Cwd, "new"), tr.path("double.go")))
			},
			func() { tr.interrupts <- os.Interrupt },
		}
		tr.Try = func(_ context.Context, _ string, o lab.CheckOptions) (*lab.Report, error) {
			saves[0]()
			saves = saves[1:]
			return states("ppp"), nil
		}
		require.NoError(t, tr.Check(t.Context(), CheckOptions{Watch: true, JSON: asJSON}))
		said := tr.said()
		if asJSON {
			assert.Equal(t, 3, strings.Count(said, "\n"))
			for line := range strings.Lines(said) {
				assert.True(t, json.Valid([]byte(line)))
			}
			continue
		}
		assert.Contains(t, said, "Twice and half, in "+tr.shown(filepath.Dir(tr.path("x")))+": checked after each save, until Ctrl-C\n\n15:04:05\n")
		assert.Equal(t, 2, strings.Count(said, "15:04:05 double.go changed\n"))
		assert.Equal(t, 1, strings.Count(said, "You can double and halve."), "it is said when it is new")
	}
}

// A check that is broken off says so, and remembers nothing.
func TestBrokenOff(t *testing.T) {
	tr := started(t, "80")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errSaved)
	path := filepath.Dir(tr.path("x"))
	require.ErrorIs(t, tr.again(ctx, path, CheckOptions{Watch: true}, nil), errSaved)
	assert.Contains(t, tr.said(), "broken off: saved again\n")
	require.ErrorIs(t, tr.again(ctx, path, CheckOptions{Watch: true, JSON: true}, nil), errSaved)
	assert.Empty(t, tr.said())
	assert.Zero(t, tr.recall(path).Count)
}

// A terminal is told what takes so long, unless there are results.
func TestPatience(t *testing.T) {
	for name, tt := range map[string]struct {
		terminal bool
		results  int
		want     bool
	}{"terminal": {true, 0, true}, "pipe": {false, 0, false}, "results": {true, 1, false}} {
		synctest.Test(t, func(t *testing.T) {
			tr := try(t, "80")
			tr.Console.Terminal = tt.terminal
			s := &screen{Bench: tr.Bench}
			s.results.Add(int32(tt.results))
			stop := s.patience()
			time.Sleep(slow + time.Millisecond)
			synctest.Wait()
			stop()
			assert.Equal(t, tt.want, strings.Contains(tr.said(), "compiling"), name)
		})
	}
}

func TestLook(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	for _, name := range []string{"a.go", "b.go", ".hidden.go", "notes.txt", historyFile} {
		write(name, "")
	}
	before := look(dir)
	assert.Len(t, before, 2)
	assert.Empty(t, look(dir).changed(before))
	write("a.go", "more")
	write("notes.txt", "more")
	require.NoError(t, os.Remove(filepath.Join(dir, "b.go")))
	write("c.go", "")
	assert.Equal(t, []string{"a.go", "b.go", "c.go"}, look(dir).changed(before))
	require.NoError(t, os.Chtimes(filepath.Join(dir, "c.go"), time.Time{}, time.Unix(1, 0)))
	now := look(dir)
	require.NoError(t, os.Chtimes(filepath.Join(dir, "c.go"), time.Time{}, time.Unix(2, 0)))
	assert.Equal(t, []string{"c.go"}, look(dir).changed(now), "of the same size")
	write("c.go", "more")
	require.NoError(t, os.Chtimes(filepath.Join(dir, "c.go"), time.Time{}, time.Unix(1, 0)))
	assert.Equal(t, []string{"c.go"}, look(dir).changed(now), "of the same time")
	assert.Empty(t, look(filepath.Join(dir, "none")))
}

func TestEvents(t *testing.T) {
	dir := t.TempDir()
	happened, stop := events(dir)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a.go"), nil, 0o600))
	select {
	case <-happened:
	case <-time.After(10 * time.Second):
		assert.Fail(t, "a new file is no event")
	}
	stop()
	_, stop = events(filepath.Join(dir, "none"))
	stop()
}
