package securestream

import (
	"context"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// Whatever an example does when its time is up, it ends; goleak sees whether
// anything is left.
func TestExamplesStop(t *testing.T) {
	for name, example := range map[string]func(context.Context, io.Writer) error{
		"sni": SNI, "alpn": ALPN, "resume": Resume, "rotate": Rotate, "truncation": Truncation, "pin": Pin,
		"starttls": StartTLS, "cost": Cost, "inspect": Inspect, "unix": OverUnix,
	} {
		for _, after := range []time.Duration{0, 10 * time.Millisecond} {
			ctx, stop := context.WithTimeout(t.Context(), after)
			start := time.Now()
			_ = example(ctx, io.Discard) // what it did by then is its own affair
			stop()
			assert.Less(t, time.Since(start), 2*time.Second, "%s after %v", name, after)
		}
	}
}
