package sockerrors

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

func TestMain(m *testing.M) {
	flag.Parse()
	_ = flag.Set("test.parallel", "8") // examples mostly wait, and not for a processor
	goleak.VerifyTestMain(m)
}

// show runs an example beside others and returns what it printed. An example
// that this machine cannot run skips the test, with the example's own reason.
func show(t *testing.T, example func(context.Context, io.Writer) error) string {
	t.Helper()
	t.Parallel()
	return showAlone(t, example)
}

// showAlone is show for an example that looks at the whole process.
func showAlone(t *testing.T, example func(context.Context, io.Writer) error) string {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	defer stop()
	var out transcript
	err := example(ctx, &out)
	var lack missing
	if errors.As(err, &lack) {
		t.Skipf("%v; %s", lack, lack.Hint())
	}
	require.NoError(t, err, "the example printed:\n%s", out.String())
	return out.String()
}

// A transcript is a bytes.Buffer that several goroutines may write.
type transcript struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (t *transcript) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.buf.Write(p)
}

func (t *transcript) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.buf.String()
}
