package trust_test

import (
	"crypto/tls"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	trust "sockbook/ch07-tls/lab"
)

// pair has Accept and Connect meet, and returns both calls when they have
// returned.
func (w *world) pair(server, client *tls.Config) (s, c *call) {
	near, far := wire()
	late := time.Now().Add(time.Minute)
	_, _ = near.SetDeadline(late), far.SetDeadline(late)
	s, c = &call{raw: far}, &call{raw: near}
	var both sync.WaitGroup
	both.Go(func() { s.conn, s.err = trust.Accept(w.t.Context(), far, server) })
	both.Go(func() { c.conn, c.err = trust.Connect(w.t.Context(), near, client) })
	both.Wait()
	return s, c
}

// outcome is what became of it, in words.
func outcome(s, c *call) string {
	word := func(refused bool, err error) string {
		switch {
		case err == nil:
			return "in"
		case errors.Is(err, trust.ErrNotListed):
			return "not listed"
		case refused:
			return "refused by the other side"
		}
		return "refuses the other side"
	}
	return fmt.Sprintf("server: %s; client: %s", word(alert(s.err), s.err), word(errors.Is(c.err, trust.ErrRefused), c.err))
}

// TestTogether has each side refuse the other one, and says what each knows.
func TestTogether(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		as := func(c tls.Certificate, name string) *tls.Config {
			return trust.ClientConfig(w.identity(c), w.servers.pool(), name)
		}
		for _, c := range []struct {
			who    string
			client *tls.Config
			want   string
		}{
			{"ada", as(w.clients.issue(client(ada)), home), "server: in; client: in"},
			{"eve, who is not on the list", as(w.clients.issue(client(eve)), home), "server: not listed; client: refused by the other side"},
			{"ada, by the servers' authority", as(w.servers.issue(client(ada)), home), "server: refuses the other side; client: refused by the other side"},
			{"ada, who looks for other.servers.test", as(w.clients.issue(client(ada)), "other.servers.test"), "server: refused by the other side; client: refuses the other side"},
		} {
			if got := outcome(w.pair(w.home(), c.client)); got != c.want {
				t.Fatalf("who refuses knows why, who is refused only that, and both of them know which of the two they are\ninput: %s\ngot: %s\nwant: %s", c.who, got, c.want)
			}
		}
	})
}

// TestRotation replaces both identities while clients come and go.
func TestRotation(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		homeID, adaID := w.identity(w.servers.issue(server(home))), w.identity(w.clients.issue(client(ada)))
		host := trust.ServerConfig(homeID, w.clients.pool(), w.list())
		guest := trust.ClientConfig(adaID, w.servers.pool(), home)
		kept, keptBy := w.pair(host, guest)
		var lost [4]error
		var guests sync.WaitGroup
		for i := range lost {
			guests.Go(func() {
				for range 10 {
					s, c := w.pair(host, guest)
					lost[i] = errors.Join(lost[i], s.err, c.err)
				}
			})
		}
		newHome, newAda := w.servers.issue(server(home)), w.clients.issue(client(ada))
		check(t, homeID.Replace(files(t, newHome)))
		check(t, adaID.Replace(files(t, newAda)))
		guests.Wait()
		if err := errors.Join(lost[:]...); err != nil || kept.err != nil {
			t.Fatalf("what is replaced is replaced between two handshakes, and no connection is lost\ninput: 40 visits, and both identities replaced meanwhile\ngot: %v %v\nwant: no error", kept.err, err)
		}
		s, c := w.pair(host, guest)
		if s.err != nil || c.err != nil ||
			!c.conn.ConnectionState().PeerCertificates[0].Equal(newHome.Leaf) ||
			!s.conn.ConnectionState().PeerCertificates[0].Equal(newAda.Leaf) {
			t.Fatalf("who comes after a replacement is shown what is new, and shows it\ngot: %s, and an old certificate\nwant: both new ones", outcome(s, c))
		}
		if err := echoes(kept.conn, keptBy.conn); err != nil {
			t.Fatalf("a connection that is open goes on: its keys have nothing to do with a certificate any more\ngot: %v\nwant: a byte each way", err)
		}
	})
}
