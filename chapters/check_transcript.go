package chapters

import (
	"context"
	"path"
)

// transcripts returns the examples whose runs the lesson shows, in order, and
// whether each one's numbers are measurements.
func (l *Lesson) transcripts() (names []string, measured map[string]bool) {
	measured = make(map[string]bool)
	for _, b := range l.All() {
		if b.Kind != Run || b.View != "" {
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
// lesson that shows something else, volatile parts apart. Its error is that of
// [Chapter.RunExample].
func CheckTranscript(ctx context.Context, c *Chapter, l *Lesson, example string) ([]Problem, error) {
	real, err := c.Transcript(ctx, example)
	if err != nil {
		return nil, err
	}
	var found problems
	for _, b := range l.All() {
		if b.Kind != Run || b.View != "" || b.Example != example {
			continue
		}
		if diff := drift("the lesson", b.normalise(b.Transcript), "the run", b.normalise(real)); diff != "" {
			found.add(path.Join(c.Dir, "README.md"), b.Line, "go run ./runner sync",
				"%s prints something else now:\n%s", example, diff)
		}
	}
	return found, nil
}
