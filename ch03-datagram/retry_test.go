package datagram

import (
	"context"
	"errors"
	"fmt"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// netRespond runs a Responder that repeats, and counts what it acted on.
func netRespond(t *testing.T, conn net.PacketConn) (acted *[]string, twice *int) {
	t.Helper()
	acted, twice = new([]string), new(int)
	r := &Responder{
		Conn:   conn,
		Handle: func(data []byte) []byte { *acted = append(*acted, string(data)); return data },
		Saw: func(_ uint32, fresh bool) {
			if !fresh {
				*twice++
			}
		},
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- r.Serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		require.NoError(t, <-done)
	})
	return acted, twice
}

// Every answer arrives, and the server acts once on each message, whatever
// the network does; with fifty seeds, in virtual time.
func TestCallerOverBadNetworks(t *testing.T) {
	rates := Rates{Drop: 0.2, Duplicate: 0.2, Reorder: 0.2, Delay: 0.2, Truncate: 0.1, Hold: 3 * time.Second}
	again := 0
	for seed := range uint64(50) {
		synctest.Test(t, func(t *testing.T) {
			client, server := memRelay(t, &Relay{Seed: seed, Rates: rates})
			acted, twice := netRespond(t, server)
			caller := &Caller{Conn: client, Attempts: 100}
			var want []string
			for i := range 20 {
				msg := fmt.Sprintf("message %d", i)
				want = append(want, msg)
				answer, err := caller.Call(t.Context(), []byte(msg))
				require.NoError(t, err)
				require.Equal(t, msg, string(answer), "seed %d", seed)
			}
			synctest.Wait()
			assert.Equal(t, want, *acted, "seed %d: each once, in order", seed)
			again += *twice
		})
	}
	assert.Positive(t, again, "the network did give the server messages twice")
}

// Nobody answers: the waits are 1, 2, 4 and 8 seconds.
func TestCallerBacksOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, _ := memRelay(t, &Relay{Rates: Rates{Drop: 1}})
		var sent []time.Duration
		begin := time.Now()
		caller := &Caller{Conn: client, Attempts: 4, Saw: func(e CallEvent) {
			if e.Kind == CallSent {
				sent = append(sent, time.Since(begin)/time.Second)
			}
		}}
		_, err := caller.Call(t.Context(), []byte("hello"))
		assert.ErrorIs(t, err, ErrNoAnswer)
		assert.Equal(t, []time.Duration{0, 1, 3, 7}, sent)
		assert.Equal(t, 15*time.Second, time.Since(begin))
	})
}

// Karn: the late answer to the first sending would give a sample of half a
// second less than nothing; it gives none, and the doubled timeout stays.
func TestCallerMeasuresNothingAmbiguous(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mem memNet
		client, server := mem.open("client", "server"), mem.open("server", "client")
		answer := func(after time.Duration) {
			buf := make([]byte, 100)
			n, err := server.Read(buf)
			if assert.NoError(t, err) {
				time.Sleep(after) // the network's delay, in virtual time
				_, _ = server.Write(buf[:n])
			}
		}
		var kinds []CallKind
		caller := &Caller{Conn: client, Saw: func(e CallEvent) { kinds = append(kinds, e.Kind) }}
		go answer(1500 * time.Millisecond)
		_, err := caller.Call(t.Context(), []byte("slow"))
		require.NoError(t, err)
		assert.Equal(t, []CallKind{CallSent, CallTimedOut, CallSent, CallAmbiguous}, kinds)
		assert.Zero(t, caller.Timer.SRTT(), "no sample")
		assert.Equal(t, 2*time.Second, caller.Timer.RTO())

		go func() { answer(0); answer(1200 * time.Millisecond) }() // the second copy, then the next
		kinds = nil
		_, err = caller.Call(t.Context(), []byte("next"))
		require.NoError(t, err)
		assert.Equal(t, []CallKind{CallSent, CallStale, CallAnswered}, kinds, "no third sending: the wait is still two seconds")
		assert.Equal(t, 1200*time.Millisecond, caller.Timer.SRTT())
	})
}

func TestCallerEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, _ := memRelay(t, &Relay{Rates: Rates{Drop: 1}})
		why := errors.New("enough")
		ctx, cancel := context.WithTimeoutCause(t.Context(), 1500*time.Millisecond, why)
		defer cancel()
		begin := time.Now()
		_, err := (&Caller{Conn: client}).Call(ctx, []byte("hello"))
		assert.ErrorIs(t, err, why)
		assert.Equal(t, 1500*time.Millisecond, time.Since(begin))
	})
}

// A Responder forgets the caller that has been silent longest, not another.
func TestResponderRemembersSoMany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &Responder{Handle: func(data []byte) []byte { return data }, callers: make(map[string]*caller)}
		hello := appendMessage(nil, 1, []byte("hello"))
		for i := range maxCallers + 1 {
			require.NotNil(t, r.answer(memAddr(fmt.Sprint(i)), hello))
			time.Sleep(time.Second)
		}
		assert.Len(t, r.callers, maxCallers)
		assert.NotContains(t, r.callers, "0")
		assert.Contains(t, r.callers, "1")
	})
}

func FuzzMessage(f *testing.F) {
	f.Add(appendMessage(nil, 1, []byte("data")))
	f.Add([]byte{0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, p []byte) {
		sequence, data, ok := parseMessage(p)
		if ok {
			assert.Equal(t, p, appendMessage(nil, sequence, data), "round trip")
		}
	})
}
