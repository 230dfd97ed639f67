package trust_test

import (
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"testing"
	"time"

	trust "sockbook/ch07-tls/lab"
)

// TestIdentityChain reads a chain of three.
func TestIdentityChain(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		upper := w.servers.intermediate(profile{common: "Upper CA"})
		want := upper.intermediate(profile{common: "Lower CA"}).issue(server(home))
		got := w.identity(want).Certificate()
		if got == nil || len(got.Certificate) != 3 {
			n := 0
			if got != nil {
				n = len(got.Certificate)
			}
			t.Fatalf("the other side knows the root and nothing else: what leads there is sent along\ninput: a certificate and those of two intermediate authorities\ngot: %d to show\nwant: 3", n)
		}
		for i := range want.Certificate {
			if !bytes.Equal(got.Certificate[i], want.Certificate[i]) {
				t.Fatalf("a chain is shown in its order, the certificate of the key first\ninput: a certificate and those of two intermediate authorities\ngot: another one at place %d\nwant: the order of the file", i+1)
			}
		}
		if got.PrivateKey == nil {
			t.Fatalf("a certificate proves nothing without its key\ngot: no key\nwant: a key")
		}
	})
}

// TestIdentityPair gives what cannot be shown.
func TestIdentityPair(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		chain, key := files(t, w.servers.issue(server(home)))
		_, other := files(t, w.servers.issue(server(home)))
		for _, c := range []struct {
			why, input string
			chain, key []byte
		}{
			{"a key that is not this certificate's would fail in each handshake: it is refused here, where somebody reads the error", "a certificate, and the key of another one for the same name", chain, other},
			{"no certificate is no identity", "an empty chain", nil, key},
			{"no certificate is no identity", "a key in the place of the chain", key, key},
			{"a certificate without its key is no identity", "no key", chain, nil},
		} {
			if id, err := trust.NewIdentity(c.chain, c.key); err == nil || id != nil {
				t.Fatalf("%s\ninput: %s\ngot: an identity, %v\nwant: nil, an error", c.why, c.input, err)
			}
		}
	})
}

// outdated are chains that are not valid now.
func outdated(a *authority, p profile) map[string]tls.Certificate {
	const h = time.Hour
	return map[string]tls.Certificate{
		"expired":                 a.issue(p.between(-2*h, -h)),
		"not valid yet":           a.issue(p.between(h, 2*h)),
		"an intermediate expired": a.intermediate(profile{common: "Lower CA"}.between(-2*h, -h)).issue(p),
		"an intermediate not yet": a.intermediate(profile{common: "Lower CA"}.between(h, 2*h)).issue(p),
	}
}

// outdatedOrder is that of the tests.
var outdatedOrder = []string{"expired", "not valid yet", "an intermediate expired", "an intermediate not yet"}

// TestIdentityValid gives chains of yesterday and of tomorrow.
func TestIdentityValid(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		chains := outdated(w.servers, server(home))
		for _, which := range outdatedOrder {
			_, err := trust.NewIdentity(files(t, chains[which]))
			if !errors.Is(err, trust.ErrNotValid) {
				t.Fatalf("a chain is valid when each of its certificates is, by both of its dates: the other side looks at all of them\ninput: %s\ngot: %v\nwant: ErrNotValid", which, err)
			}
		}
	})
}

// TestIdentityReplace puts a new certificate in an old one's place.
func TestIdentityReplace(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		first, second := w.servers.issue(server(home)), w.servers.issue(server(home))
		id := w.identity(first)
		inUse := id.Certificate()
		isFirst := func(c *tls.Certificate) bool { return bytes.Equal(c.Certificate[0], first.Certificate[0]) }

		chain, _ := files(t, w.servers.issue(server(home)))
		_, key := files(t, second)
		err := id.Replace(chain, key)
		if err == nil || !isFirst(id.Certificate()) {
			t.Fatalf("a replacement that is wrong replaces nothing: what there was goes on\ninput: a certificate and the key of another\ngot: %v, the old one shown: %t\nwant: an error, the old one shown: true", err, isFirst(id.Certificate()))
		}
		err = id.Replace(files(t, second))
		if err != nil || isFirst(id.Certificate()) {
			t.Fatalf("what is replaced is no longer shown\ngot: %v, the old one shown: %t\nwant: <nil>, the old one shown: false", err, isFirst(id.Certificate()))
		}
		if !isFirst(inUse) {
			t.Fatalf("a handshake has asked for a certificate, and signs with its key later: what it got must not change under its hands\ninput: Certificate, then Replace\ngot: the certificate in use has become the new one\nwant: it stays as it was")
		}
	})
}

// TestIdentityExpires asks until when a chain is good.
func TestIdentityExpires(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		now := time.Now()
		const h = time.Hour
		for _, c := range []struct{ leaf, authority, want time.Duration }{
			{3 * h, 9 * h, 3 * h},
			{9 * h, 3 * h, 3 * h},
		} {
			lower := w.servers.intermediate(profile{common: "Lower CA", to: c.authority})
			id := w.identity(lower.issue(profile{names: []string{home}, uses: forServers, to: c.leaf}))
			if got := id.Expires().Sub(now); got != c.want {
				t.Fatalf("a chain is good until the first of its certificates is not, and that may be the authority's\ninput: a certificate for %v, by an intermediate authority for %v\ngot: %v\nwant: %v", c.leaf, c.authority, got, c.want)
			}
		}
		id := w.identity(w.servers.issue(profile{names: []string{home}, uses: forServers, to: h}))
		check(t, id.Replace(files(t, w.servers.issue(profile{names: []string{home}, uses: forServers, to: 5 * h}))))
		if got := id.Expires().Sub(now); got != 5*h {
			t.Fatalf("it is what is shown now that counts\ninput: one for an hour, replaced by one for five\ngot: %v\nwant: %v", fmt.Sprint(got), 5*h)
		}
	})
}
