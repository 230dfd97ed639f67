package trace

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"sockbook/chapters/trace"
	"sockbook/runner/stage"
)

// patience is how long a call waits to be told until it is clear whose it is:
// a socket's first calls do not say. What says it comes within milliseconds.
const patience = 200 * time.Millisecond

// A teller shows the lines of a log one by one.
type teller struct {
	*View
	*stage.Beneath
	tooMany func()

	mu      sync.Mutex // lines come from one goroutine, and patience ends in another
	parser  trace.Parser
	follow  *trace.Follower
	late    *time.Timer // runs while calls are held back
	waiting bool        // late runs
	shown   int
	widest  int  // of the parties' labels so far
	inLine  bool // the program has printed part of a line
	folded  map[trace.Fold]int
}

func newTeller(v *View, tooMany func()) *teller {
	t := &teller{View: v, Beneath: v.beneath(), tooMany: tooMany, follow: trace.NewFollower(), widest: len("listener: "), folded: make(map[trace.Fold]int)}
	t.late = time.AfterFunc(patience, t.lose)
	t.late.Stop()
	return t
}

// line takes a line of strace's.
func (t *teller) line(line string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.Raw {
		if t.counts() {
			fmt.Fprintln(t.View.Console.Out, stage.Visible(line))
		}
		return
	}
	told := 0
	for _, c := range t.parser.Line(line) {
		steps := t.follow.Follow(c)
		told += len(steps)
		t.tell(steps)
	}
	switch {
	case !t.follow.Holding():
		t.late.Stop()
		t.waiting = false
	case told > 0 || !t.waiting:
		t.late.Reset(patience)
		t.waiting = true
	}
}

// lose shows what is held back: patience has ended.
func (t *teller) lose() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.waiting = false
	t.tell(t.follow.Flush())
}

// end shows what is left, and returns a sentence on what was folded away.
func (t *teller) end() string {
	t.late.Stop()
	t.lose()
	var parts []string
	for _, f := range []struct {
		fold trace.Fold
		what string
	}{{trace.Probe, "of Go's probes"}, {trace.Polling, "of its waiting"}, {trace.Elsewhere, "elsewhere"}} {
		if n := t.folded[f.fold]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, f.what))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "folded: " + strings.Join(parts, ", ") + " (see --all)"
}

// counts reports whether one more line may be shown.
func (t *teller) counts() bool {
	if t.shown++; t.shown == maxLines+1 {
		t.tooMany()
	}
	return t.shown <= maxLines
}

// tell shows steps, and counts those that are folded away.
func (t *teller) tell(steps []trace.Step) {
	for i := range steps {
		s := &steps[i]
		switch {
		case s.Print != "":
			t.printed(s.Print)
		case s.Fold != trace.Shown && !t.All:
			t.folded[s.Fold]++
		default:
			t.call(s)
		}
	}
}
