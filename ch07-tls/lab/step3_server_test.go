package trust_test

import (
	"crypto/tls"
	"strings"
	"testing"

	trust "sockbook/ch07-tls/lab"
)

// A guest is a client that comes to the student's server.
type guest struct {
	why, who string
	shows    []tls.Certificate
}

// lets has each guest come, and fails at the first that is not let in.
func (w *world) lets(server *tls.Config, all ...guest) {
	w.t.Helper()
	for _, g := range all {
		if v := come(caller(g.shows...), server); !v.letIn() {
			w.t.Fatalf("%s\ninput: %s\ngot: %v\nwant: let in", g.why, g.who, v)
		}
	}
}

// refuses is the reverse. What lets a guest in is the server.
func (w *world) refuses(server *tls.Config, all ...guest) {
	w.t.Helper()
	for _, g := range all {
		if v := come(caller(g.shows...), server); v.server == nil {
			w.t.Fatalf("%s\ninput: %s\ngot: %v\nwant: refused", g.why, g.who, v)
		}
	}
}

func one(c tls.Certificate) []tls.Certificate { return []tls.Certificate{c} }

// TestServerTakes lets in who may come.
func TestServerTakes(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		lower := w.clients.intermediate(profile{common: "Upper CA"}).intermediate(profile{common: "Lower CA"})
		w.lets(w.home(),
			guest{"whom the clients' authority vouches for, and who is on the list, may come in", "ada, by the clients' authority", one(w.clients.issue(client(ada)))},
			guest{"an authority may vouch for another one, whose certificate the client sends along: the server knows the root only", "ada, by an authority below one below the clients'", one(lower.issue(client(ada)))},
			guest{"a client may have more names than one", "grace, whose second name is on the list", one(w.clients.issue(client("laptop.test", grace)))},
		)
	})
}

// TestServerWantsCertificate has a client come that shows none.
func TestServerWantsCertificate(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		w.refuses(w.home(), guest{"a client that proves nothing is nobody: to ask for a certificate is not yet to require one", "a client that shows none", nil})
	})
}

// TestServerAuthority has clients come for whom nobody vouches, or the wrong one.
func TestServerAuthority(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		impostor := root(t, profile{common: "Clients CA"})
		sent := impostor.issue(client(ada))
		sent.Certificate = append(sent.Certificate, impostor.cert.Raw)
		signer := usedAsAuthority(t, w.clients.issue(client(grace)))
		below := w.clients.intermediate(profile{common: "Lower CA"}).issue(client(ada))
		w.refuses(w.home(),
			guest{"that there is a certificate proves nothing: anybody makes one for any name", "ada, self-signed", one(selfSigned(t, client(ada)))},
			guest{"an authority is known by its key: anybody may call himself as it is called", "ada, by another authority with the name of the clients'", one(impostor.issue(client(ada)))},
			guest{"what the client sends along is a way to a root, and never a root itself", "ada, by another authority whose certificate is sent along", one(sent)},
			guest{"who vouches for servers does not vouch for clients: each direction has its authority", "ada, by the servers' authority", one(w.servers.issue(client(ada)))},
			guest{"to have a certificate is no right to sign others", "ada, signed with grace's key", one(signer.issue(client(ada)))},
			guest{"without what lies between, no chain leads to the root: the server does not fetch it", "ada, by an intermediate authority whose certificate is not sent along", one(alone(below))},
		)
	})
}

// TestServerDates has clients come too late and too early.
func TestServerDates(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		home, chains := w.home(), outdated(w.clients, client(ada))
		for _, which := range outdatedOrder {
			w.refuses(home, guest{"a certificate has two dates, and so has each one on the way to the root", "ada, " + which, one(chains[which])})
		}
	})
}

// TestServerUsage has a server come as a client.
func TestServerUsage(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		w.refuses(w.home(), guest{"a certificate says at which end of a connection it may be shown: a server's does not make its holder a client", "ada, with a certificate for servers, by the clients' authority", one(w.clients.issue(server(ada)))})
	})
}

// TestServerList has clients come who are known, and not on the list.
func TestServerList(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		named := client(eve)
		named.common = ada
		behind := w.clients.issue(client(eve))
		behind.Certificate = append(behind.Certificate, w.clients.issue(client(ada)).Certificate...)
		w.refuses(w.home(),
			guest{"the authority says who a client is; that it may come in is for the list to say", "eve, by the clients' authority", one(w.clients.issue(client(eve)))},
			guest{"who is on the list is one with that name in its SAN", "eve, whose common name is ada's", one(w.clients.issue(named))},
			guest{"who has the key is the one of the first certificate; those behind it anybody can send", "eve, and ada's certificate sent behind hers", one(behind)},
		)
		w.onList = trust.NewList()
		w.refuses(w.home(), guest{"an empty list lets nobody in", "ada, and a list with nobody on it", one(w.clients.issue(client(ada)))})
	})
}

// TestServerVersion has clients come who speak older versions only.
func TestServerVersion(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS11} {
			old := caller(w.clients.issue(client(ada)))
			old.MinVersion, old.MaxVersion = tls.VersionTLS10, version
			v := come(old, w.home())
			readable := strings.Contains(v.near.sent(), ada)
			if v.server == nil || readable {
				t.Fatalf("before TLS 1.3 a client's certificate crosses the network unencrypted: whoever listens knows who comes\ninput: ada, who speaks %s at most\ngot: %v; her name on the wire: %t\nwant: refused; her name on the wire: false", tls.VersionName(version), v, readable)
			}
		}
	})
}

// TestServerRoots has clients come for whom an authority vouches that the
// system trusts.
func TestServerRoots(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		w.refuses(w.home(), guest{"the server trusts the authority it was given, and not as well all that the system trusts", "ada, by a public authority", one(w.public.issue(client(ada)))})
		id := w.identity(w.servers.issue(server(home)))
		w.refuses(trust.ServerConfig(id, nil, w.list()), guest{"no pool means nobody: a nil pool in a tls.Config means everybody that the system trusts", "ada, by a public authority, to a server without a pool", one(w.public.issue(client(ada)))})
	})
}

// TestServerShows looks at what the server shows, before and after a
// replacement.
func TestServerShows(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		lower := w.servers.intermediate(profile{common: "Lower CA"})
		all := []tls.Certificate{lower.issue(server(home)), lower.issue(server(home))}
		id := w.identity(all[0])
		config := trust.ServerConfig(id, w.clients.pool(), w.list())
		for i, want := range all {
			check(t, id.Replace(files(t, want)))
			v := come(caller(w.clients.issue(client(ada))), config)
			got := v.shown.PeerCertificates
			if !v.letIn() || len(got) != 2 || !got[0].Equal(want.Leaf) {
				t.Fatalf("each handshake shows what the identity is then, and all of its chain: a configuration that holds a certificate shows it for ever\ninput: certificate %d in place\ngot: %v, %d certificates, the one in place: %t\nwant: let in, 2 certificates, the one in place: true", i+1, v, len(got), len(got) > 0 && got[0].Equal(want.Leaf))
			}
		}
	})
}

// TestServerResumes has a client come back with a ticket.
func TestServerResumes(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		home, guest := w.home(), caller(w.clients.issue(client(ada)))
		guest.ClientSessionCache = tls.NewLRUClientSessionCache(1)
		first, second := come(guest, home), come(guest, home)
		if !first.letIn() || !second.letIn() || !second.seen.DidResume {
			t.Fatalf("who comes back may resume: what has to be looked at again can be, without giving up tickets\ninput: ada, twice\ngot: %s | %s\nwant: let in | let in, resumed", first.brief(), second.brief())
		}
	})
}

// TestServerForgets takes a client off the list that has a ticket.
func TestServerForgets(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		home, guest := w.home(), caller(w.clients.issue(client(ada)))
		guest.ClientSessionCache = tls.NewLRUClientSessionCache(1)
		first := come(guest, home)
		w.list().Remove(ada)
		second := come(guest, home)
		fresh := come(caller(w.clients.issue(client(ada))), home)
		w.list().Add(ada)
		third := come(guest, home)
		if !first.letIn() || second.server == nil || fresh.server == nil || !third.letIn() {
			t.Fatalf("a ticket is no right to come in: on a resumption no certificate is sent, and what looks at those that are sent is not called; the list counts as it is now\ninput: ada comes; is taken off the list, and comes with her ticket, and without; is put on it again, and comes\ngot: %s | %s | %s | %s\nwant: let in | refused | refused | let in", first.brief(), second.brief(), fresh.brief(), third.brief())
		}
	})
}
