package trust_test

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"testing"

	trust "sockbook/ch07-tls/lab"
)

// matched is what Match says, in words.
func matched(l *trust.List, cert *x509.Certificate) string {
	name, err := l.Match(cert)
	switch {
	case err == nil:
		return fmt.Sprintf("%q", name)
	case errors.Is(err, trust.ErrNotListed):
		return "ErrNotListed"
	}
	return err.Error()
}

// TestListNames looks for the names of a certificate.
func TestListNames(t *testing.T) {
	for _, c := range []struct {
		why   string
		list  []string
		names []string
		want  string
	}{
		{"a name of the certificate that is on the list is a match", []string{ada, grace}, []string{grace}, `"grace.clients.test"`},
		{"a certificate may have many names: each of them counts", []string{ada}, []string{"laptop.test", ada}, `"ada.clients.test"`},
		{"of several names on the list it is the certificate's first", []string{ada, grace}, []string{grace, ada}, `"grace.clients.test"`},
		{"a name that is not on the list is no match", []string{ada}, []string{eve}, "ErrNotListed"},
		{"letters and their capitals are the same in a name, on either side", []string{"Ada.clients.TEST"}, []string{"aDA.CLIENTS.test"}, `"ada.clients.test"`},
		{"a list with nobody on it lets nobody in", nil, []string{ada}, "ErrNotListed"},
		{"a certificate with no name matches nothing", []string{ada}, nil, "ErrNotListed"},
		{"a certificate with no name matches nothing, an empty line of a list neither", []string{""}, nil, "ErrNotListed"},
	} {
		if got := matched(trust.NewList(c.list...), &x509.Certificate{DNSNames: c.names}); got != c.want {
			t.Fatalf("%s\ninput: the list %q, a certificate for %q\ngot: %s\nwant: %s", c.why, c.list, c.names, got, c.want)
		}
	}
}

// TestListWholeNames has names that only look alike.
func TestListWholeNames(t *testing.T) {
	for _, c := range []struct{ why, list, name string }{
		{"a name is compared whole: one that only ends like it is another's", "clients.test", eve},
		{"a name is compared whole: one that only ends like it is another's", ada, "not-" + ada},
		{"a name is compared whole: one that only begins like it is another's", ada, ada + ".evil.test"},
		{"a star in a server's certificate stands for many servers; a client is one, and a star in its name is no pattern", ada, "*.clients.test"},
		{"a star on the list is no pattern: who is to come in is named", "*.clients.test", eve},
	} {
		if got := matched(trust.NewList(c.list), &x509.Certificate{DNSNames: []string{c.name}}); got != "ErrNotListed" {
			t.Fatalf("%s\ninput: the list [%q], a certificate for %q\ngot: %s\nwant: ErrNotListed", c.why, c.list, c.name, got)
		}
	}
}

// TestListOtherNames puts the name where no name of a client is.
func TestListOtherNames(t *testing.T) {
	for _, c := range []struct {
		why, where string
		cert       x509.Certificate
	}{
		{"the common name is for people to read, and an authority may let anything be written there: names are in the SAN", "as its common name", x509.Certificate{Subject: pkix.Name{CommonName: ada}}},
		{"of a SAN it is the DNS names that are compared: an address of e-mail is no host", "as its e-mail address", x509.Certificate{EmailAddresses: []string{ada}}},
		{"of a SAN it is the DNS names that are compared: a URI with this host is a URI", "as the host of its URI", x509.Certificate{URIs: []*url.URL{{Scheme: "https", Host: ada}}}},
		{"who has issued a certificate is not whom it is about", "as its issuer", x509.Certificate{Issuer: pkix.Name{CommonName: ada}}},
	} {
		c.cert.DNSNames = []string{eve}
		if got := matched(trust.NewList(ada), &c.cert); got != "ErrNotListed" {
			t.Fatalf("%s\ninput: the list [%q], a certificate for %q with %q %s\ngot: %s\nwant: ErrNotListed", c.why, ada, eve, ada, c.where, got)
		}
	}
}

// TestListChanges adds and removes while others look.
func TestListChanges(t *testing.T) {
	list := trust.NewList(ada)
	cert := &x509.Certificate{DNSNames: []string{grace}}
	step := func(why, input, want string) {
		t.Helper()
		if got := matched(list, cert); got != want {
			t.Fatalf("%s\ninput: %s\ngot: %s\nwant: %s", why, input, got, want)
		}
	}
	list.Add("Grace.clients.test")
	step("who is added is on the list from now on", "Add", `"grace.clients.test"`)
	list.Add(grace)
	list.Remove("GRACE.clients.test")
	step("a name is on the list or it is not: adding it twice does not make it stay when it is taken off", "Add, Add, Remove", "ErrNotListed")
	list.Remove(grace)
	step("taking off what is not there changes nothing", "Remove, Remove", "ErrNotListed")

	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for range 100 {
				mine := fmt.Sprintf("client%d.test", i)
				list.Add(mine)
				_, _ = list.Match(cert)
				list.Remove(mine)
			}
		})
	}
	all.Wait()
	step("changes by many goroutines leave the others as they were", "8 goroutines that add and remove other names", "ErrNotListed")
}
