package batching

import (
	"hash/maphash"
	"net/netip"
	"time"
)

// A budget bounds what goes to one source address in a second, as chapter 3's
// does. A source may be forged: what the server sends to a victim is bounded
// with it, and so is the talk of two servers that take each other for clients.
//
// Its memory has a fixed size, for forged sources have no end: addresses that
// hash to the same entry share it. The seed keeps others from choosing which.
type budget struct {
	limit int // bytes a second
	seed  maphash.Seed
	begin time.Time
	spent [1024]spending
}

// A spending is what one entry has used of the second that it is in.
type spending struct {
	second time.Duration
	bytes  int
}

func newBudget(limit int) *budget {
	return &budget{limit: limit, seed: maphash.MakeSeed(), begin: time.Now()}
}

// allows reports whether m may be answered now, and counts it if so. It is
// asked once for all the datagrams that the kernel joined; their headers are
// counted for each, so that empty ones cost as well.
func (b *budget) allows(m *message) bool {
	const headers = 28 // IPv4's 20 bytes and UDP's 8
	n := len(m.data) + headers*m.datagrams()
	s := &b.spent[b.entry(m.peer.Addr())]
	if now := time.Since(b.begin) / time.Second; now != s.second {
		*s = spending{second: now}
	}
	if s.bytes+n > b.limit {
		return false
	}
	s.bytes += n
	return true
}

// entry is where addr is counted. Of an IPv6 address only the network counts:
// one victim's network has 2^64 addresses to forge (RFC 4291 section 2.5.1).
func (b *budget) entry(addr netip.Addr) uint64 {
	all := addr.As16() // an IPv4 address is in the last 4 bytes
	key := all[:]
	if addr.Is6() && !addr.Is4In6() {
		key = all[:8]
	}
	return maphash.Bytes(b.seed, key) % uint64(len(b.spent))
}
