package chapters

import (
	"context"
	"fmt"
	"path"
	"strings"
)

// transcripts returns the examples of which the lesson shows a run, or another
// view of one, in order, and whether each one's numbers are measurements.
func (l *Lesson) transcripts(view string) (names []string, measured map[string]bool) {
	measured = make(map[string]bool)
	for _, b := range l.All() {
		if b.Kind != Run || b.View != view {
			continue
		}
		if _, seen := measured[b.Example]; !seen {
			names = append(names, b.Example)
		}
		measured[b.Example] = measured[b.Example] || b.Measured
	}
	return names, measured
}

// CheckTranscript runs an example and returns every transcript of it in the
// lesson that shows something else, volatile parts apart: of the run itself,
// with the view "trace" of its system calls, with "wire" of its packets. Its
// error is that of [Chapter.RunExample].
func CheckTranscript(ctx context.Context, c *Chapter, l *Lesson, example, view string) ([]Problem, error) {
	real, err := c.recording(ctx, example, view)
	if err != nil {
		return nil, err
	}
	var found problems
	for _, b := range l.All() {
		if b.Kind != Run || b.View != view || b.Example != example {
			continue
		}
		if diff := drift("the lesson", b.normalise(b.Transcript), "the run", b.normalise(real)); diff != "" {
			found.add(path.Join(c.Dir, "README.md"), b.Line, "go run ./runner sync",
				"%s prints something else now:\n%s", strings.TrimSpace(example+" "+view), diff)
		}
	}
	return found, nil
}

// recording is what a fence with that view of an example ought to hold.
func (c *Chapter) recording(ctx context.Context, example, view string) (string, error) {
	switch view {
	case "":
		return c.Transcript(ctx, example)
	case "trace":
		return c.Trace(ctx, example)
	case "wire":
		return c.Wire(ctx, example)
	}
	return "", fmt.Errorf("nothing here records the %s view", view)
}
