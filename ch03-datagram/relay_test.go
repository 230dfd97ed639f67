package datagram

import (
	"context"
	"fmt"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// memRelay puts a relay between "client" and "server" of a new memNet, and
// ends it with the test.
func memRelay(t *testing.T, r *Relay) (client, server *memConn) {
	t.Helper()
	var mem memNet
	client = mem.open("client", "relay")
	server = mem.open("server", "")
	r.Front = mem.open("relay", "")
	r.Server = server.LocalAddr()
	opened := 0
	r.Open = func() (net.PacketConn, error) {
		opened++
		return mem.open(memAddr(fmt.Sprint("back", opened)), ""), nil
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- r.Serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		require.NoError(t, <-done)
	})
	return client, server
}

// netArrivals are the datagrams that get to c within d, and when.
func netArrivals(t *testing.T, c *memConn, d time.Duration) (came []string, at []time.Duration) {
	t.Helper()
	begin := time.Now()
	require.NoError(t, c.SetReadDeadline(begin.Add(d)))
	buf := make([]byte, 100)
	for {
		n, err := c.Read(buf)
		if err != nil {
			return came, at
		}
		came = append(came, string(buf[:n]))
		at = append(at, time.Since(begin))
	}
}

func TestRelayRates(t *testing.T) {
	const ms = time.Millisecond
	for _, c := range []struct {
		name  string
		rates Rates
		want  []string
	}{
		{"a good network", Rates{}, []string{"one", "two", "three"}},
		{"everything lost", Rates{Drop: 1}, nil},
		{"everything twice", Rates{Duplicate: 1}, []string{"one", "one", "two", "two", "three", "three"}},
		{"everything delayed", Rates{Delay: 1, Hold: ms}, []string{"one", "two", "three"}},
		{"nothing left to overtake", Rates{Reorder: 1}, []string{"one", "two", "three"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client, server := memRelay(t, &Relay{Rates: c.rates})
				for _, m := range []string{"one", "two", "three"} {
					_, err := client.Write([]byte(m))
					require.NoError(t, err)
					synctest.Wait()
				}
				came, _ := netArrivals(t, server, time.Minute)
				if c.rates.Delay == 0 && c.rates.Reorder == 0 {
					assert.Equal(t, c.want, came)
				} else {
					assert.ElementsMatch(t, c.want, came)
				}
			})
		})
	}
}

func TestRelayTruncates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var fates []Fate
		client, server := memRelay(t, &Relay{Rates: Rates{Truncate: 1}, Saw: func(f Fate) { fates = append(fates, f) }})
		_, err := client.Write([]byte("0123456789"))
		require.NoError(t, err)
		came, _ := netArrivals(t, server, time.Minute)
		require.Len(t, came, 1)
		assert.Less(t, len(came[0]), 10)
		assert.Equal(t, "0123456789"[:fates[0].Keep], came[0], "its beginning is left")
	})
}

// What is kept back leaves after its delay and not before; virtual time.
func TestRelayDelays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var fates []Fate
		rates := Rates{Delay: 1, Hold: time.Hour}
		client, server := memRelay(t, &Relay{Rates: rates, Saw: func(f Fate) { fates = append(fates, f) }})
		_, err := client.Write([]byte("late"))
		require.NoError(t, err)
		came, at := netArrivals(t, server, 2*time.Hour)
		assert.Equal(t, []string{"late"}, came)
		assert.Equal(t, []time.Duration{fates[0].Delay}, at)
		assert.LessOrEqual(t, at[0], time.Hour)
	})
}

func TestRelayReorders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var fates []Fate
		client, server := memRelay(t, &Relay{Seed: 1, Rates: Rates{Reorder: 0.5}, Saw: func(f Fate) { fates = append(fates, f) }})
		var want, slow []string
		for i := range 20 {
			m := fmt.Sprint(i)
			_, err := client.Write([]byte(m))
			require.NoError(t, err)
			synctest.Wait()
			if fates[i].Reorder {
				slow = append(slow, m)
				continue
			}
			want = append(append(want, m), slow...)
			slow = nil
		}
		came, _ := netArrivals(t, server, time.Minute)
		require.Len(t, came, 20, "the last ones leave when Hold is over")
		assert.Equal(t, want, came[:len(want)], "the next that is not slow itself overtakes")
		assert.NotEqual(t, "0 1 2 3", fmt.Sprint(came[:4]))
	})
}

// The seed is the run: fates do not depend on the other direction.
func TestRelaySameSeedSameFates(t *testing.T) {
	run := func(seed uint64, chatty bool) (fates []Fate) {
		synctest.Test(t, func(t *testing.T) {
			rates := Rates{Drop: 0.2, Duplicate: 0.2, Reorder: 0.2, Delay: 0.2, Truncate: 0.2}
			client, server := memRelay(t, &Relay{Seed: seed, Rates: rates, Saw: func(f Fate) {
				if !f.Reply {
					fates = append(fates, f)
				}
			}})
			for range 50 {
				_, err := client.Write(make([]byte, 64))
				require.NoError(t, err)
				synctest.Wait()
				if chatty {
					_, err = server.WriteTo([]byte("!"), memAddr("back1"))
					require.NoError(t, err)
					synctest.Wait()
				}
			}
		})
		return fates
	}
	first := run(7, false)
	assert.Len(t, first, 50)
	assert.Equal(t, first, run(7, false))
	assert.Equal(t, first, run(7, true), "replies have dice of their own")
	assert.NotEqual(t, first, run(8, false))
}

func TestRelayDrawsTheSameForEach(t *testing.T) {
	quiet, cutting := newDice(1, Rates{Drop: 0.5}, 0, false), newDice(1, Rates{Drop: 0.5, Truncate: 1, Delay: 1}, 0, false)
	for range 100 {
		assert.Equal(t, quiet.throw(10).Dropped, cutting.throw(10).Dropped)
	}
}

// A client does not hear from anybody but the server, and each client has
// its own socket at the server.
func TestRelayOverLoopback(t *testing.T) {
	listen := func() net.PacketConn {
		c, err := net.ListenPacket("udp", "127.0.0.1:0")
		require.NoError(t, err)
		t.Cleanup(func() { _ = c.Close() })
		require.NoError(t, c.SetDeadline(time.Now().Add(10*time.Second)))
		return c
	}
	front, server := listen(), listen()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	r := &Relay{Front: front, Server: server.LocalAddr()}
	go func() { done <- r.Serve(ctx) }()

	buf := make([]byte, 100)
	seen := make(map[string]bool)
	for _, name := range []string{"first", "second"} {
		client := listen()
		_, err := client.WriteTo([]byte(name), front.LocalAddr())
		require.NoError(t, err)
		n, from, err := server.ReadFrom(buf)
		require.NoError(t, err)
		assert.Equal(t, name, string(buf[:n]))
		seen[from.String()] = true
		_, err = listen().WriteTo([]byte("not the server"), from)
		require.NoError(t, err)
		_, err = server.WriteTo([]byte("re "+name), from)
		require.NoError(t, err)
		n, _, err = client.ReadFrom(buf)
		require.NoError(t, err)
		assert.Equal(t, "re "+name, string(buf[:n]))
	}
	assert.Len(t, seen, 2)
	cancel()
	assert.NoError(t, <-done)
}
