package wire

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A recorder keeps what is written to a connection.
type recorder struct {
	net.Conn
	wrote []byte
}

func (r *recorder) Write(p []byte) (int, error) {
	r.wrote = append(r.wrote, p...)
	return r.Conn.Write(p)
}

// conversation is what both ends of a real one write: a handshake, a question,
// an answer, the end.
func conversation(t *testing.T, version uint16) (client, server []byte) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), DNSNames: []string{"server"}}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	require.NoError(t, err)
	left, right := net.Pipe()
	a, b := &recorder{Conn: left}, &recorder{Conn: right}
	served := make(chan error, 1)
	go func() {
		s := tls.Server(b, &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{cert}, PrivateKey: key}}, MaxVersion: version, SessionTicketsDisabled: true})
		question := make([]byte, 5)
		_, err := s.Read(question)
		if err == nil {
			_, err = s.Write(question)
		}
		served <- err
	}()
	// The certificate is nobody's: what is tested is how records look.
	c := tls.Client(a, &tls.Config{InsecureSkipVerify: true, ServerName: "server"})
	_, err = c.Write([]byte("hello"))
	require.NoError(t, err)
	_, err = c.Read(make([]byte, 5))
	require.NoError(t, err)
	require.NoError(t, <-served)
	require.NoError(t, left.Close())
	require.NoError(t, right.Close())
	return a.wrote, b.wrote
}

// names are those of all records, read in pieces of n bytes.
func names(b []byte, n int) (all []string) {
	var r tlsReader
	for piece := range slices.Chunk(b, n) {
		all = append(all, r.read(piece)...)
	}
	return all
}

func TestRecords(t *testing.T) {
	for _, c := range []struct {
		version        uint16
		client, server string
	}{
		{tls.VersionTLS13, "ClientHello, ChangeCipherSpec, 2 ApplicationData", "ServerHello, ChangeCipherSpec, 5 ApplicationData"},
		{tls.VersionTLS12, "ClientHello, ClientKeyExchange, ChangeCipherSpec, encrypted handshake, ApplicationData",
			"ServerHello, Certificate, ServerKeyExchange, ServerHelloDone, ChangeCipherSpec, encrypted handshake, ApplicationData"},
	} {
		client, server := conversation(t, c.version)
		require.True(t, beginsTLS(client))
		require.False(t, beginsTLS(server))
		for _, n := range []int{len(client) + len(server), 1000, 7, 1} {
			assert.Equal(t, c.client, counted(names(client, n)), "in pieces of %d", n)
			assert.Equal(t, c.server, counted(names(server, n)), "in pieces of %d", n)
		}
	}
}

// On the ladder, records stand where they begin.
func TestRecordsOnALadder(t *testing.T) {
	hello, answer := conversation(t, tls.VersionTLS13)
	n := newNetwork(t)
	size := uint32(len(answer))
	events := append(handshake3(n, client, server),
		n.tcp(client, server, "PA", 1, 1, string(hello[:100])),
		n.tcp(client, server, "PA", 1, 1, string(hello[:100])),
		n.tcp(client, server, "PA", 101, 1, string(hello[100:120])),
		n.tcp(server, client, "PA", 1, 121, string(answer)),
		n.tcp(server, client, "PA", 1+size+9, 121, string(answer)))
	assert.Regexp(t, `(?s)→ PSH ACK seq 1 ack 1 len 100 TLS ClientHello
→ PSH ACK seq 1 ack 1 len 100 \(retransmission\)
→ PSH ACK seq 101 ack 1 len 20 TLS, the same record
← PSH ACK seq 1 ack 121 len \d+
  TLS ServerHello, ChangeCipherSpec, 5 ApplicationData
← PSH ACK seq \d+ ack 121 len \d+ \(after a gap\)
`, said(events...))
}

func TestNoTLS(t *testing.T) {
	for _, text := range []string{"", "hello", "\x16\x03\x01\x00\x05", "\x16\x03\x01\x00\x05\x02"} {
		assert.False(t, beginsTLS([]byte(text)), "%q", text)
	}
	assert.Equal(t, []string{"ClientHello", "handshake message 99"}, names([]byte("\x16\x03\x01\x00\x08\x01\x00\x00\x00\x63\x00\x00\x00GET / HTTP"), 3), "what is no record ends the reading")
	assert.Equal(t, []string{"Alert"}, names([]byte("\x15\x03\x03\x00\x02\x02\x28"), 4))
	assert.Equal(t, []string{"ApplicationData", "ApplicationData"}, names([]byte("\x17\x03\x03\x00\x00\x17\x03\x03\x00\x01x"), 2), "an empty record is one")
}

// A reader of TLS stands anything, and says the same of it however it is cut.
func FuzzRecords(f *testing.F) {
	f.Add([]byte("\x16\x03\x01\x00\x08\x01\x00\x00\x00\x63\x00\x00\x00\x14\x03\x03\x00\x01\x01\x16\x03\x03\x00\x01x"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 0 {
			require.Equal(t, names(b, len(b)), names(b, 1))
		}
	})
}
