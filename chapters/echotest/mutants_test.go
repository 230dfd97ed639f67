package echotest

import (
	"context"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// alone are the properties that look at the whole process, or use all of it.
var alone = map[string]bool{
	"BackPressure":         true,
	"DescriptorsExhausted": true,
	"CloseWhileExhausted":  true,
	"NoGoroutineLeft":      true,
	"NoDescriptorLeft":     true,
}

// riggedSubject makes servers with a fault, and frees them when t ends.
func riggedSubject(t *testing.T, f fault) Subject {
	return Subject{
		Addr: func() string { return "127.0.0.1:0" },
		Listen: func(_ context.Context, addr string, limits Limits) (Server, error) {
			s, err := rig(addr, limits, f)
			if err != nil {
				return nil, err
			}
			t.Cleanup(s.free)
			return s, nil
		},
		Dial: func(ctx context.Context, addr string) (Conn, error) {
			conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
			if err != nil {
				return nil, err
			}
			return conn.(*net.TCPConn), nil
		},
		Reset: func(conn Conn) error {
			if err := conn.(*net.TCPConn).SetLinger(0); err != nil {
				return err
			}
			return conn.Close()
		},
		Without: map[string]string{"NetConn": "the connections are net's own"},
	}
}

// A server with nothing wrong passes.
func TestSoundServerPasses(t *testing.T) { Stream(t, riggedSubject(t, none)) }

// A server with one thing wrong is caught by the property meant for it, in
// words that say what is wrong.
func TestFaultsAreCaught(t *testing.T) {
	for _, p := range proofs {
		t.Run(p.property+"/"+string(p.fault), func(t *testing.T) {
			check := property(p.property)
			require.NotNil(t, check, "no property %s", p.property)
			if !alone[p.property] {
				t.Parallel()
			}
			s := riggedSubject(t, p.fault)
			s.Patience = 400 * time.Millisecond // more than any limit that a property sets
			outcome := new(recorder)
			for range 3 { // a fault may slip through once where the machine is busy
				if outcome = record(check, s); len(outcome.failures) > 0 || outcome.skipped != "" {
					break
				}
			}
			if outcome.skipped != "" {
				t.Skip(outcome.skipped)
			}
			require.NotEmpty(t, outcome.failures, "a server that %s passes %s", p.fault, p.property)
			assert.Contains(t, outcome.String(), p.says)
		})
	}
}

// A property that no fault fails may be unable to fail.
func TestEveryPropertyHasAFault(t *testing.T) {
	proven := make(map[string]bool)
	for _, p := range proofs {
		proven[p.property] = true
	}
	for _, p := range properties {
		assert.True(t, proven[p.name], "no fault proves that %s can fail", p.name)
	}
}
