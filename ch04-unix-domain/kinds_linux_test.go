package unixdomain

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"golang.org/x/sys/unix"
)

func TestSeqPacket(t *testing.T) {
	text := show(t, SeqPacket)
	inOrder(t, text, `client: stream`, `read: "onetwothree"`)
	inOrder(t, text, `"three", and close`, `read: "one"`, `read: "two"`, `read: "three"`, "read: EOF")
	inOrder(t, text, `write "a long record"`, `read: "a long"`, `read: "next"`, `recvmsg: "a long", MSG_TRUNC true`)
	inOrder(t, text, `write "", "not the end"`, "read: EOF", `read: "not the end"`, "read: EOF")
}

func TestDgram(t *testing.T) {
	inOrder(t, show(t, Dgram),
		`"question" from a socket without a name: no way to answer`, `"question" from outbox; answer: yes`, `got "answer"`,
		"taken, nobody reads", "one more, without waiting: EAGAIN", "all of them, and one more, in order",
		"until there was room: yes")
}

// Whatever does not arrive in order is found.
func TestDrainInOrder(t *testing.T) {
	for _, sent := range [][]string{{"0", "2", "1"}, {"0", "0", "1"}, {"1", "2", "3"}} {
		client, server, err := connPair(unix.SOCK_DGRAM)
		assert.NoError(t, err)
		assert.NoError(t, sendAll(client, sent...))
		assert.ErrorContains(t, drainInOrder(server, len(sent)), "should")
		assert.NoError(t, client.Close())
		assert.NoError(t, server.Close())
	}
}

func TestSocketPair(t *testing.T) {
	inOrder(t, show(t, SocketPair),
		`the name of our end is ""`, `got "HELLO, CHILD"`, `got "THE SAME DESCRIPTOR BOTH WAYS"`, "the child's ended too")
}

func TestAbstract(t *testing.T) {
	inOrder(t, show(t, Abstract),
		"listens on @sockbook-…", "in /proc/net/unix: true", "a file of that name: ENOENT", "connect: yes",
		"and a zero byte: ECONNREFUSED", "mode ----------: yes", "bind: EADDRINUSE",
		"killed", "connect: ECONNREFUSED", "nothing to clear away: yes")
}
