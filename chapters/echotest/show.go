package echotest

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

// Main is a chapter's TestMain: it runs the tests, eight at a time, for the
// examples mostly wait and not for a processor, and fails if a goroutine is
// left behind.
func Main(m *testing.M) {
	flag.Parse()
	_ = flag.Set("test.parallel", "8") // fails only on a malformed number
	goleak.VerifyTestMain(m)
}

// exampleTime is how long an example may take on a busy machine.
const exampleTime = 20 * time.Second

// Show runs an example beside others and returns what it printed. An example
// that this machine cannot run skips the test, with the example's own reason.
func Show(t *testing.T, example func(context.Context, io.Writer) error) string {
	t.Helper()
	t.Parallel()
	return ShowAlone(t, example)
}

// ShowAlone is Show for an example that looks at the whole process.
func ShowAlone(t *testing.T, example func(context.Context, io.Writer) error) string {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), exampleTime)
	defer stop()
	var out Transcript
	err := example(ctx, &out)
	var lack interface{ Hint() string }
	if errors.Is(err, errors.ErrUnsupported) && errors.As(err, &lack) {
		t.Skipf("%v; %s", err, lack.Hint())
	}
	require.NoError(t, err, "the example printed:\n%s", out.String())
	return out.String()
}

// A Transcript is a bytes.Buffer that several goroutines may write.
type Transcript struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (t *Transcript) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.buf.Write(p)
}

func (t *Transcript) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.buf.String()
}
