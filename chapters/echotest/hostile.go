package echotest

import (
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// victims is how often each mishap is repeated. The server has two places:
// one is a bystander's, the other must come free after every mishap.
const victims = 20

// Clients that connect and are gone at once cost nobody anything.
func connectAndVanish(t T, s Subject) {
	mishap(t, s, "clients that connect and vanish", func(conn Conn) error {
		return conn.Close()
	})
}

// A client killed with an answer on its way to it harms nobody else. The
// kernel closes what a dead process leaves; bytes unread then make it an RST
// (RFC 9293, section 3.10.4).
func killedMidMessage(t T, s Subject) {
	msg := message(60_000)
	mishap(t, s, "clients killed in the middle of a message", func(conn Conn) error {
		if err := send(conn, msg, whole); err != nil {
			return err
		}
		if err := receive(conn, msg[:1]); err != nil {
			return err
		}
		return conn.Close()
	})
}

// A connection that is reset harms no other, whether or not it had begun.
func reset(t T, s Subject) {
	mishap(t, s, "connections reset by the client", s.Reset)
	mishap(t, s, "connections reset by the client after a message", func(conn Conn) error {
		if err := echo(conn, message(10), whole); err != nil {
			return err
		}
		return s.Reset(conn)
	})
}

// mishap has clients do what they do while a bystander looks on.
func mishap(t T, s Subject, what string, do func(Conn) error) {
	t.Helper()
	limits := roomy
	limits.MaxConns = 2
	r := s.start(t, limits)
	bystander := r.dial()
	require.NoError(t, echo(bystander, message(10), whole))
	for i := range victims {
		conn, err := r.tryDial()
		if err == nil {
			err = do(conn)
			_ = conn.Close() // for the one that failed half-way
		}
		require.NoError(t, err, "%s: the server must be ready for the next one after %d", what, i)
	}
	r.stillServes(what)
	assert.NoError(t, echo(bystander, message(1000), whole), "%s must not disturb a connection that was open all along", what)
}
