package datagram

import (
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestBudget(t *testing.T) {
	victim, other := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	synctest.Test(t, func(t *testing.T) {
		b := newBudget(1000)
		for b.entry(victim) == b.entry(other) {
			other = other.Next()
		}
		assert.True(t, b.allows(victim, 500))
		assert.False(t, b.allows(victim, 500), "500 and 28 for headers, twice, are more than 1,000")
		assert.True(t, b.allows(victim, 400), "a smaller one still fits")
		assert.True(t, b.allows(other, 500), "another address has its own budget")
		empty := 0
		for b.allows(other, 0) {
			empty++
		}
		assert.Equal(t, (1000-528)/28, empty, "empty datagrams cost their headers")
		time.Sleep(time.Second)
		assert.True(t, b.allows(victim, 900), "the next second has a budget of its own")
		assert.False(t, b.allows(victim, 900))
		time.Sleep(time.Hour)
		assert.False(t, b.allows(victim, 1000), "but nobody saves up")
	})
}

// Who has a network of 2^64 addresses has one budget.
func TestBudgetOfANetwork(t *testing.T) {
	b := newBudget(1)
	at := func(s string) uint64 { return b.entry(netip.MustParseAddr(s)) }
	assert.Equal(t, at("2001:db8::1"), at("2001:db8::ffff:2"), "IPv6: the first 64 bits count")
	assert.Equal(t, at("192.0.2.1"), at("::ffff:192.0.2.1"), "IPv4 is the same through an IPv6 socket")
	entries := make(map[uint64]bool)
	for addr := netip.MustParseAddr("192.0.2.0"); len(entries) < 2; addr = addr.Next() {
		entries[b.entry(addr)] = true
	}
}

func TestNoBudgetIsNoBound(t *testing.T) {
	b := newBudget(0)
	for range 100 {
		assert.True(t, b.allows(netip.MustParseAddr("192.0.2.1"), maxDatagram))
	}
}

// The lesson's own numbers: 1,000 bytes and 28 of headers, of 1 MiB a second.
func TestBudgetOfTheLesson(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, answers := newBudget(1<<20), 0
		for range 2000 {
			if b.allows(netip.MustParseAddr("192.0.2.1"), 1000) {
				answers++
			}
		}
		assert.Equal(t, 1020, answers)
	})
}
