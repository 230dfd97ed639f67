// Believes that a certificate has one name.
//
// Replaces: list.go
// Caught by: TestListNames, TestServerTakes
// Says: a certificate may have many names

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
	for _, name := range cert.DNSNames[:min(1, len(cert.DNSNames))] {
		if name = strings.ToLower(name); l.names[name] {
			return name, nil
		}
	}
	return "", fmt.Errorf("client %q: %w", cert.DNSNames, ErrNotListed)
}
