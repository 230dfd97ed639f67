package trust_test

import (
	"crypto/tls"
	"testing"

	trust "sockbook/ch07-tls/lab"
)

// host is a server of the test's. It takes every client, for it is the clients
// that are tested with it, and asks for a certificate.
func host(shows tls.Certificate) *tls.Config {
	return &tls.Config{Certificates: []tls.Certificate{shows}, ClientAuth: tls.RequestClientCert}
}

// ada is a client of the student's that wants to speak with home.
func (w *world) ada() *tls.Config {
	w.t.Helper()
	return trust.ClientConfig(w.identity(w.clients.issue(client(ada))), w.servers.pool(), home)
}

// A house is a server that the student's client comes to.
type house struct {
	why, which string
	shows      tls.Certificate
}

// speaks has the client come to each, and fails at the first that it refuses.
func (w *world) speaks(client *tls.Config, all ...house) {
	w.t.Helper()
	for _, h := range all {
		if v := come(client, host(h.shows)); !v.letIn() {
			w.t.Fatalf("%s\ninput: %s\ngot: %v\nwant: spoken with", h.why, h.which, v)
		}
	}
}

// avoids is the reverse.
func (w *world) avoids(client *tls.Config, all ...house) {
	w.t.Helper()
	for _, h := range all {
		if v := come(client, host(h.shows)); v.client == nil {
			w.t.Fatalf("%s\ninput: %s\ngot: spoken with\nwant: refused", h.why, h.which)
		}
	}
}

// TestClientTakes speaks with who it may be.
func TestClientTakes(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		lower := w.servers.intermediate(profile{common: "Upper CA"}).intermediate(profile{common: "Lower CA"})
		w.speaks(w.ada(),
			house{"whom the servers' authority vouches for, by the name that was asked for, is the right one", "home, by the servers' authority", w.servers.issue(server(home))},
			house{"an authority may vouch for another one, whose certificate the server sends along: the client knows the root only", "home, by an authority below one below the servers'", lower.issue(server(home))},
			house{"a server may have more names than one", "home, which has another name before this one", w.servers.issue(server("other.servers.test", home))},
			house{"a star in a server's certificate stands for one label of its name (RFC 9525 section 6.3)", "a certificate for *.servers.test", w.servers.issue(server("*.servers.test"))},
		)
	})
}

// TestClientName comes to servers of other names.
func TestClientName(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		common := server("other.servers.test")
		common.common = home
		for _, h := range []house{
			{"an authority vouches for many servers: which one it is, only the name says", "other.servers.test, by the servers' authority", w.servers.issue(server("other.servers.test"))},
			{"the common name has not been looked at for years: names are in the SAN", "other.servers.test, with home's as its common name", w.servers.issue(common)},
			{"a name is compared whole", "home.servers.test.evil.test", w.servers.issue(server(home + ".evil.test"))},
			{"a certificate without a name is nobody's", "no name at all", w.servers.issue(server())},
		} {
			w.avoids(w.ada(), h)
		}
	})
}

// TestClientAuthority comes to servers for which nobody vouches, or the wrong
// one.
func TestClientAuthority(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		impostor := root(t, profile{common: "Servers CA"})
		sent := impostor.issue(server(home))
		sent.Certificate = append(sent.Certificate, impostor.cert.Raw)
		signer := usedAsAuthority(t, w.servers.issue(server("other.servers.test")))
		below := w.servers.intermediate(profile{common: "Lower CA"}).issue(server(home))
		w.avoids(w.ada(),
			house{"the right name proves nothing: anybody makes a certificate for any name", "home, self-signed", selfSigned(t, server(home))},
			house{"an authority is known by its key: anybody may call himself as it is called", "home, by another authority with the name of the servers'", impostor.issue(server(home))},
			house{"what the server sends along is a way to a root, and never a root itself", "home, by another authority whose certificate is sent along", sent},
			house{"who vouches for clients does not vouch for servers: each direction has its authority", "home, by the clients' authority", w.clients.issue(server(home))},
			house{"to have a certificate is no right to sign others", "home, signed with another server's key", signer.issue(server(home))},
			house{"without what lies between, no chain leads to the root: the client does not fetch it", "home, by an intermediate authority whose certificate is not sent along", alone(below)},
		)
	})
}

// TestClientDates comes to servers too late and too early.
func TestClientDates(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		ada, chains := w.ada(), outdated(w.servers, server(home))
		for _, which := range outdatedOrder {
			w.avoids(ada, house{"a certificate has two dates, and so has each one on the way to the root", "home, " + which, chains[which]})
		}
	})
}

// TestClientUsage meets a client in a server's place.
func TestClientUsage(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		w.avoids(w.ada(), house{"a certificate says at which end of a connection it may be shown: with a client's nobody is a server", "home, with a certificate for clients, by the servers' authority", w.servers.issue(client(home))})
	})
}

// TestClientVersion comes to a server that speaks older versions only.
func TestClientVersion(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS11} {
			old := host(w.servers.issue(server(home)))
			old.MinVersion, old.MaxVersion = tls.VersionTLS10, version
			if v := come(w.ada(), old); v.client == nil {
				t.Fatalf("before TLS 1.3 a client's certificate crosses the network unencrypted: a server that wants that is not spoken with\ninput: home, which speaks %s at most\ngot: spoken with\nwant: refused", tls.VersionName(version))
			}
		}
	})
}

// TestClientRoots comes to a server for which an authority vouches that the
// system trusts.
func TestClientRoots(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		public := w.public.issue(server(home))
		w.avoids(w.ada(), house{"the client trusts the authority it was given, and not as well all that the system trusts", "home, by a public authority", public})
		id := w.identity(w.clients.issue(client(ada)))
		w.avoids(trust.ClientConfig(id, nil, home), house{"no pool means nobody: a nil pool in a tls.Config means everybody that the system trusts", "home, by a public authority, and a client without a pool", public})
	})
}

// TestClientShows looks at what the client shows, before and after a
// replacement.
func TestClientShows(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		lower := w.clients.intermediate(profile{common: "Lower CA"})
		all := []tls.Certificate{lower.issue(client(ada)), lower.issue(client(ada))}
		id := w.identity(all[0])
		config, home := trust.ClientConfig(id, w.servers.pool(), home), host(w.servers.issue(server(home)))
		for i, want := range all {
			check(t, id.Replace(files(t, want)))
			v := come(config, home)
			got := v.seen.PeerCertificates
			if !v.letIn() || len(got) != 2 || !got[0].Equal(want.Leaf) {
				t.Fatalf("each handshake shows what the identity is then, and all of its chain: a configuration that holds a certificate, or a ticket that brings the old one back, shows what is gone\ninput: certificate %d in place\ngot: %v, %d certificates, the one in place: %t\nwant: let in, 2 certificates, the one in place: true", i+1, v, len(got), len(got) > 0 && got[0].Equal(want.Leaf))
			}
		}
	})
}
