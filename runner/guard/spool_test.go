package guard

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A terminal takes a line, after a time, once it goes on.
type terminal struct {
	goesOn <-chan struct{} // nil: it always has
	slow   time.Duration

	mu   sync.Mutex
	text []byte
}

func (t *terminal) Write(line []byte) (int, error) {
	if t.goesOn != nil {
		<-t.goesOn
	}
	time.Sleep(t.slow)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, line...)
	return len(line), nil
}

// shown is what has come since it was asked last, in this bubble.
func (t *terminal) shown() string {
	synctest.Wait()
	return t.now()
}

// now does not wait for whoever is about to write.
func (t *terminal) now() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	defer func() { t.text = nil }()
	return string(t.text)
}

// numbered are lines as a server has them logged.
func numbered(from, to int) string {
	var lines strings.Builder
	for n := from; n < to; n++ {
		fmt.Fprintf(&lines, "line %d\n", n)
	}
	return lines.String()
}

// Nobody waits for a terminal that is stopped. When it goes on, it shows what
// there was room for, and how much there was besides.
func TestThrottleOfAStoppedTerminal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctrlQ := make(chan struct{})
		out := &terminal{goesOn: ctrlQ}
		log := NewThrottle(out, 1e6, 1e6)
		begin := time.Now()
		for n := range 5000 {
			_, err := fmt.Fprintf(log, "line %d\n", n)
			require.NoError(t, err)
			if n == 0 {
				synctest.Wait() // the terminal has the first, and keeps it
			}
		}
		assert.Zero(t, time.Since(begin))
		log.Flush()
		assert.Equal(t, patience, time.Since(begin), "the end does not wait for it for ever")
		ctrlQ <- struct{}{} // for a moment: there is room for one line
		synctest.Wait()
		fmt.Fprintln(log, "it does not overtake the number")

		close(ctrlQ)
		assert.Equal(t, numbered(0, 1+room)+
			fmt.Sprintf("… and %d more lines while those above waited to be written\n", 5001-(1+room)), out.shown())
		fmt.Fprintln(log, "afterwards")
		assert.Equal(t, "afterwards\n", out.shown())
	})
}

// What is left out of a second is not forgotten when there is no room to say
// so.
func TestThrottleCountsBoth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctrlQ := make(chan struct{})
		out := &terminal{goesOn: ctrlQ}
		log := NewThrottle(out, 1+room, 1+room)
		fmt.Fprintln(log, "line 0")
		synctest.Wait()
		for n := range room + 7 {
			fmt.Fprintf(log, "line %d\n", n+1)
		}
		time.Sleep(time.Second)
		fmt.Fprintln(log, "in the next second")
		close(ctrlQ)
		assert.Equal(t, numbered(0, 1+room)+"… and 8 more lines while those above waited to be written\n", out.shown())
	})
}

// Flush returns when all is written, in order, and at once.
func TestThrottleFlushWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &terminal{slow: time.Millisecond}
		log := NewThrottle(out, 100, 100)
		begin := time.Now()
		for n := range 105 {
			fmt.Fprintf(log, "line %d\n", n)
		}
		log.Flush()
		assert.Equal(t, numbered(0, 100)+"… and 5 more lines in that second\n", out.now())
		assert.Equal(t, 101*time.Millisecond, time.Since(begin))
	})
}

// A line is taken as it is: whoever wrote it has its bytes back.
func TestThrottleKeepsALine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctrlQ := make(chan struct{})
		out := &terminal{goesOn: ctrlQ}
		log := NewThrottle(out, 10, 10)
		line := []byte("line\n")
		_, err := log.Write(line)
		require.NoError(t, err)
		copy(line, "lost")
		close(ctrlQ)
		assert.Equal(t, "line\n", out.shown())
	})
}
