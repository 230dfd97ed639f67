// Package guard holds what keeps an echo server open for a whole class, however
// curious some of it are: who counts, and what is said and when.
package guard

import (
	"fmt"
	"net"
	"net/netip"
	"sync"
)

// A Door lets so many connections in at once from each source address. What it
// remembers is bounded by the connections that there are.
//
// An IPv6 address is counted by itself, not with its network, as servers on
// the internet do: a class has one network between them.
type Door struct {
	most   int
	mu     sync.Mutex
	inside map[netip.Addr]int
}

// NewDoor lets in most connections from an address; 0: as many as come.
func NewDoor(most int) *Door {
	return &Door{most: most, inside: make(map[netip.Addr]int)}
}

// Admit counts a connection from remote, until leave is called, or refuses it.
// To call leave again does nothing.
func (d *Door) Admit(remote net.Addr) (leave func(), err error) {
	from, err := address(remote)
	if err != nil {
		return nil, err // whom it does not know, it could not count
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if n := d.inside[from]; d.most > 0 && n >= d.most {
		return nil, fmt.Errorf("%v has %d open; --per-address allows more", from, n)
	}
	d.inside[from]++
	return sync.OnceFunc(func() { d.leave(from) }), nil
}

func (d *Door) leave(from netip.Addr) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.inside[from]--
	if d.inside[from] == 0 {
		delete(d.inside, from)
	}
}

// address is what remote is counted by: the same through an IPv6 socket, and
// from every port and interface.
func address(remote net.Addr) (netip.Addr, error) {
	at, err := netip.ParseAddrPort(remote.String())
	return at.Addr().Unmap().WithZone(""), err
}
