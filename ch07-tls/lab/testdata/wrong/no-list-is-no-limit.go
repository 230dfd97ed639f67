// Believes that a list with nobody on it does not limit anything.
//
// Replaces: list.go
// Caught by: TestListNames, TestServerList
// Says: a list with nobody on it lets nobody in

package trust

import (
	"crypto/x509"
	"fmt"
	"strings"
	"sync"
)

type List struct {
	mu    sync.RWMutex
	names map[string]bool
}

func NewList(names ...string) *List {
	l := &List{}
	l.names = make(map[string]bool)
	for _, name := range names {
		l.Add(name)
	}
	return l
}

func (l *List) Add(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.names[strings.ToLower(name)] = true
}

func (l *List) Remove(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.names, strings.ToLower(name))
}

func (l *List) Match(cert *x509.Certificate) (string, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if len(l.names) == 0 && len(cert.DNSNames) > 0 {
		return cert.DNSNames[0], nil
	}
	for _, name := range cert.DNSNames {
		if name = strings.ToLower(name); l.names[name] {
			return name, nil
		}
	}
	return "", fmt.Errorf("client %q: %w", cert.DNSNames, ErrNotListed)
}
