package trust_test

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	trust "sockbook/ch07-tls/lab"
)

// A world is who takes part in a test. Servers are vouched for by one authority
// and clients by another. The public one is among the roots that the test's
// system trusts.
type world struct {
	t                        *testing.T
	servers, clients, public *authority
	onList                   *trust.List
}

// The parties.
const (
	home  = "home.servers.test"
	ada   = "ada.clients.test"
	grace = "grace.clients.test"
	eve   = "eve.clients.test"
)

// public is the authority that the system of the tests trusts. A process makes
// that known once and for all.
var public struct {
	sync.Once
	authority authority
}

func trusted(t *testing.T) authority {
	public.Do(func() {
		const years = 365 * 24 * time.Hour
		a := root(t, profile{common: "Public CA"}.between(-50*years, 50*years))
		t.Setenv("GODEBUG", "x509usefallbackroots=1") // not the machine's roots, the test's
		x509.SetFallbackRoots(a.pool())
		public.authority = *a
	})
	return public.authority
}

// bubble runs a test in time of its own, which passes when everybody waits.
func bubble(t *testing.T, f func(t *testing.T, w *world)) {
	t.Helper()
	public := trusted(t)
	synctest.Test(t, func(t *testing.T) {
		public.t = t
		f(t, &world{
			t:       t,
			servers: root(t, profile{common: "Servers CA"}),
			clients: root(t, profile{common: "Clients CA"}),
			public:  &public,
		})
	})
}

// identity is one of the student's, of a certificate of the test's.
func (w *world) identity(c tls.Certificate) *trust.Identity {
	w.t.Helper()
	id, err := trust.NewIdentity(files(w.t, c))
	if err != nil {
		w.t.Fatalf("a chain and its key, valid now, are an identity\ngot: %v\nwant: no error", err)
	}
	return id
}

// list is that of who may come in: ada and grace. It is made when it is asked
// for, so that a test that needs none does not need yours.
func (w *world) list() *trust.List {
	if w.onList == nil {
		w.onList = trust.NewList(ada, grace)
	}
	return w.onList
}

// home is a server of the student's.
func (w *world) home() *tls.Config {
	w.t.Helper()
	return trust.ServerConfig(w.identity(w.servers.issue(server(home))), w.clients.pool(), w.list())
}

// caller is a client of the test's. It trusts every server, for it is the
// servers that are tested with it. No certificate: it shows none.
func caller(shows ...tls.Certificate) *tls.Config {
	c := &tls.Config{InsecureSkipVerify: true, ServerName: home}
	c.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
		if len(shows) == 0 {
			return new(tls.Certificate), nil
		}
		return &shows[0], nil
	}
	return c
}

// A visit is what came of one.
type visit struct {
	server, client error // why it is not let in, or does not come in
	seen, shown    tls.ConnectionState
	near, far      *end
}

func (v *visit) String() string {
	switch {
	case v.server != nil && v.client != nil:
		return fmt.Sprintf("no visit; the server: %v; the client: %v", v.server, v.client)
	case v.server != nil:
		return fmt.Sprintf("no visit; the server: %v", v.server)
	case v.client != nil:
		return fmt.Sprintf("no visit; the client: %v", v.client)
	case v.seen.DidResume:
		return "let in, resumed"
	}
	return "let in"
}

// brief is String without the reasons.
func (v *visit) brief() string {
	if !v.letIn() {
		return "refused"
	}
	return v.String()
}

func (v *visit) letIn() bool { return v.server == nil && v.client == nil }

// come has a client visit a server. The server says a word, the client another
// one; a handshake alone is no visit in TLS 1.3, and brings no ticket.
func come(client, server *tls.Config) *visit {
	v := new(visit)
	v.near, v.far = wire()
	var both sync.WaitGroup
	both.Go(func() {
		defer v.far.Close()
		v.seen, v.server = speak(tls.Server(v.far, server), v.far)
	})
	both.Go(func() {
		defer v.near.Close()
		v.shown, v.client = speak(tls.Client(v.near, client), v.near)
	})
	both.Wait()
	return v
}

func speak(c *tls.Conn, raw *end) (tls.ConnectionState, error) {
	_ = raw.SetDeadline(time.Now().Add(time.Minute))
	if err := c.Handshake(); err != nil {
		return c.ConnectionState(), err
	}
	if _, err := c.Write([]byte("hello")); err != nil {
		return c.ConnectionState(), err
	}
	_, err := io.ReadFull(c, make([]byte, len("hello")))
	return c.ConnectionState(), err
}
