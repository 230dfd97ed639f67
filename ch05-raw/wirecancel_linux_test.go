package raw

import (
	"context"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestExamplesStopWithTheirContext(t *testing.T) {
	for name, example := range map[string]func(context.Context, io.Writer) error{
		"Sniff": Sniff, "Filter": Filter, "HandmadeUDP": HandmadeUDP,
		"HandmadeSYN": HandmadeSYN, "Traceroute": Traceroute, "ARP": ARP,
	} {
		t.Run(name, func(t *testing.T) {
			netPrivate(t, func(t *testing.T) {
				for _, at := range []time.Duration{0, 5 * time.Millisecond} {
					ctx, stop := context.WithTimeout(t.Context(), at)
					start := time.Now()
					err := example(ctx, io.Discard)
					stop()
					assert.Less(t, time.Since(start), 2*time.Second)
					if err != nil { // it may have been quick enough
						require.ErrorIs(t, err, context.DeadlineExceeded)
					}
				}
			})
		})
	}
}
