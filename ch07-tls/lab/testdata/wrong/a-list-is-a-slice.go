// Believes that a name is on a list as often as it was added.
//
// Replaces: list.go
// Caught by: TestListChanges
// Says: a name is on the list or it is not

package trust

import (
	"crypto/x509"
	"fmt"
	"slices"
	"strings"
	"sync"
)

type List struct {
	mu    sync.RWMutex
	names []string
}

func NewList(names ...string) *List {
	l := &List{}
	for _, name := range names {
		l.Add(name)
	}
	return l
}

func (l *List) Add(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.names = append(l.names, strings.ToLower(name))
}

func (l *List) Remove(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if i := slices.Index(l.names, strings.ToLower(name)); i >= 0 {
		l.names = slices.Delete(l.names, i, i+1)
	}
}

func (l *List) Match(cert *x509.Certificate) (string, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	for _, name := range cert.DNSNames {
		if name = strings.ToLower(name); slices.Contains(l.names, name) {
			return name, nil
		}
	}
	return "", fmt.Errorf("client %q: %w", cert.DNSNames, ErrNotListed)
}
