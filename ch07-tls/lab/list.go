package trust

import (
	"crypto/x509"
	"fmt"
	"strings"
	"sync"
)

// A List is the names of the clients that may come in. An authority says who
// somebody is; the list says who is let in. Its methods may be called by many
// goroutines. Names are compared as DNS compares them: a letter and its
// capital are the same (RFC 4343).
type List struct {
	mu sync.RWMutex
	// BEGIN SOLUTION: the names
	names map[string]bool // in lower case
	// END SOLUTION
}

// NewList is a list of these names. An empty list lets nobody in.
func NewList(names ...string) *List {
	l := &List{}
	// BEGIN SOLUTION: put them down
	l.names = make(map[string]bool)
	for _, name := range names {
		l.Add(name)
	}
	// END SOLUTION
	return l
}

// Add puts a name on the list. It may be there already.
func (l *List) Add(name string) {
	// BEGIN SOLUTION: put it down
	l.mu.Lock()
	defer l.mu.Unlock()
	l.names[strings.ToLower(name)] = true
	// END SOLUTION
}

// Remove takes a name off the list.
func (l *List) Remove(name string) {
	// BEGIN SOLUTION: take it off
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.names, strings.ToLower(name))
	// END SOLUTION
}

// Match returns the first name of the certificate that is on the list, in lower
// case, or an error around ErrNotListed. The names of a certificate are the DNS
// names of its subject alternative name (SAN), and nothing else is. A name is
// a name, whole: a star in it, on either side, stands for itself.
func (l *List) Match(cert *x509.Certificate) (string, error) {
	// BEGIN SOLUTION: look for each name
	l.mu.RLock()
	defer l.mu.RUnlock()
	for _, name := range cert.DNSNames {
		if name = strings.ToLower(name); l.names[name] {
			return name, nil
		}
	}
	return "", fmt.Errorf("client %q: %w", cert.DNSNames, ErrNotListed)
	// END SOLUTION
}
