package batching

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// Every rung has its line, and a rate; how high, is the machine's affair.
func TestLadder(t *testing.T) {
	text := show(t, Ladder)
	for _, r := range rungs() {
		assert.Regexp(t, `(?m)^`+r.name+` +(█+ +[\d.]+ +\d+ +([\d.]+|-) +\d+ns|-)$`, text)
	}
	for line := range strings.Lines(text) {
		assert.LessOrEqual(t, len([]rune(strings.TrimRight(line, "\n"))), 72, line)
	}
}

// The calls are counted, by the kernel: a burst takes as many as it should.
func TestLadderJSON(t *testing.T) {
	text := show(t, func(ctx context.Context, out io.Writer) error { return LadderArgs(ctx, out, []string{"json"}) })
	var ladder struct {
		Size  int `json:"packet_bytes"`
		Rungs []rungResult
	}
	require.NoError(t, json.Unmarshal([]byte(text), &ladder))
	assert.Equal(t, ladderSize, ladder.Size)
	require.Len(t, ladder.Rungs, len(rungs()))
	calls := map[string]float64{
		plainSend: 1, "net: WriteTo": 1, "x/net: 64": 1. / 64, "net: GSO 64": 1. / 64, "send": 1,
		"sendmmsg 8": 1. / 8, "sendmmsg 128": 1. / 128, "GSO 2": 1. / 2, "GSO 64": 1. / 64,
		"GSO 64, sendmmsg 2": 1. / 128, "io_uring 64": 1. / 64,
		plainReceive: 1, "recvmmsg 8": 1. / 8, "recvmmsg 64": 1. / 64, "GRO": 1. / 64,
	}
	for _, r := range ladder.Rungs {
		if r.Missing != "" {
			t.Logf("%s: %s", r.Name, r.Missing)
			continue
		}
		assert.Positive(t, r.Rate, r.Name)
		assert.Positive(t, r.CPU, r.Name)
		assert.Positive(t, r.Ratio, r.Name)
		if want, ok := calls[r.Name]; ok && r.Calls != 0 { // 0: nothing may be traced here
			assert.InDelta(t, want, r.Calls, 1e-9, r.Name)
		}
	}
}

func TestLadderArgs(t *testing.T) {
	for _, args := range [][]string{{"xml"}, {"json", "json"}} {
		assert.EqualError(t, LadderArgs(t.Context(), io.Discard, args), "ladder takes one argument: json")
	}
}

// The packets of every rung arrive, all of them.
func TestRungs(t *testing.T) {
	for _, r := range rungs() {
		t.Run(r.name, func(t *testing.T) {
			s, err := openLadder(&r)
			if err != nil {
				t.Skip(err)
			}
			defer s.close()
			require.NoError(t, r.fill(s))
			require.NoError(t, r.burst(s))
			came, err := s.drain()
			require.NoError(t, err)
			want := ladderBurst
			if r.receives {
				want = 0 // the burst itself has taken them
			}
			assert.Equal(t, want, came)
		})
	}
}

// Without a rung that this kernel lacks, and without a tracer, the ladder
// stands all the same.
func TestDrawLadderIncomplete(t *testing.T) {
	results := []rungResult{
		{Name: plainSend, Rate: 100, Ratio: 1, CPU: 10},
		{Name: "GSO 64", Missing: unix.ENOPROTOOPT.Error()},
		{Name: plainReceive, Receives: true, Rate: 100, Ratio: 1, CPU: 10},
	}
	var out bytes.Buffer
	drawLadder(&out, results)
	assert.Regexp(t, `GSO 64 +-\n`, out.String())
	assert.Regexp(t, `net: Write +█+ +1.00 +100 +- +10ns\n`, out.String())
	assert.Contains(t, out.String(), "GSO 64: protocol not available\n")
}
