package chapters

import (
	"bytes"
	"context"
	"fmt"
	"time"
)

// exampleTime is what an example may take before it is taken to hang.
const exampleTime = 30 * time.Second

// maxTranscript bounds what an example may print, in bytes.
const maxTranscript = 1 << 20

// Transcript runs an example as [Chapter.RunExample] does, in 30 s at most,
// and returns what it printed, with a newline at the end.
func (c *Chapter) Transcript(ctx context.Context, example string) (string, error) {
	ctx, stop := context.WithTimeoutCause(ctx, exampleTime, fmt.Errorf("still running after %v", exampleTime))
	defer stop()
	var out bytes.Buffer
	bound := &capped{w: &out, left: maxTranscript}
	if err := c.RunExample(ctx, example, bound); err != nil {
		return "", err
	}
	if bound.left == 0 {
		return "", fmt.Errorf("more than %d bytes of output", maxTranscript)
	}
	return ended(out.String()), nil
}
