package bsdapi

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestEcho(t *testing.T) {
	assert.Contains(t, show(t, Echo), `sent "hello, socket", got back "hello, socket"`, "what is sent comes back unchanged")
}

func TestCalls(t *testing.T) {
	text := show(t, Calls)
	assertInOrder(t, text,
		"server: socket(", "listener CLOSED      0.0.0.0:0 → *",
		"server: bind(", "listener CLOSED      127.0.0.1:",
		"server: listen(", "listener LISTEN",
		"client: connect(", "client   ESTABLISHED", "server   ESTABLISHED",
		"server: accept(", ", fd ",
		`send(fd `, `"hello") = 5`,
		"client: shutdown(", "client   FIN-WAIT-2", "server   CLOSE-WAIT",
		`, "") = 0`,
		"client   CLOSED", "server   gone", "client   TIME-WAIT", "listener gone")
	before, _, _ := strings.Cut(text, "server: accept(")
	assert.NotRegexp(t, `server   ESTABLISHED .*fd`, before, "before accept no process holds the server's end")
}

func TestTuple(t *testing.T) {
	text := show(t, Tuple)
	at := regexp.MustCompile(`listening on (\S+),`).FindStringSubmatch(text)[1]
	assert.Equal(t, 3, strings.Count(text, ": "+at+" ← "), "each accepted socket has the listener's port")
	assert.Equal(t, 2, strings.Count(text, "client: connect = 0\n"), "one local port serves two connections, to different servers")
	assert.Regexp(t, `the same port, the same server\n.* = -1 EADDRNOTAVAIL`, text, "a second connection of the same four numbers cannot be")
}

func TestWildcard(t *testing.T) {
	private(t, func(t *testing.T) {
		text := show(t, Wildcard)
		assert.Regexp(t, `0\.0\.0\.0:(\d+) accepts 127\.0\.0\.2:\d+ ← 127\.0\.0\.2`, text, "the accepted socket has the address that the client reached")
		assert.Contains(t, text, "accepts [::ffff:127.0.0.1]", "an IPv4 client of an IPv6 listener is mapped")
		assert.Regexp(t, `connect\(127\.0\.0\.1:\d+\) = -1 ECONNREFUSED`, text, "with IPV6_V6ONLY it is not let in")
		assert.Contains(t, text, "127.0.0.1 has the port, bind(127.0.0.2) = 0")
		assert.Contains(t, text, "127.0.0.1 has the port, bind(0.0.0.0) = EADDRINUSE")
		assert.Contains(t, text, ":: (IPV6_V6ONLY 0) has the port, bind(127.0.0.1) = EADDRINUSE")
		assert.Contains(t, text, ":: (IPV6_V6ONLY 1) has the port, bind(0.0.0.0) = 0")
		assertInOrder(t, text, "on one port", "server: 127.0.0.1:", "server: 0.0.0.0:")
	})
}

func TestBacklog(t *testing.T) {
	private(t, func(t *testing.T) {
		text := show(t, Backlog)
		assertInOrder(t, text,
			"client 3: ESTABLISHED", "Recv-Q 3 Send-Q 2\n",
			"client 4: SYN-SENT", "Recv-Q 3 Send-Q 2; ListenOverflows +1, ListenDrops +1",
			"client 4: ESTABLISHED",
			"SYN-RECEIVED: 3\nclient 3", "SYN-RECEIVED: 3\nclient 4", "TCPReqQFullDoCookies +1",
			"SyncookiesRecv +1", "client 4: ESTABLISHED", "Recv-Q 1")
	})
}

// assertInOrder finds the parts in the text, each after the one before.
func assertInOrder(t *testing.T, text string, parts ...string) {
	t.Helper()
	rest := text
	for _, part := range parts {
		_, after, found := strings.Cut(rest, part)
		if !assert.True(t, found, "%q must come next, in:\n%s", part, text) {
			return
		}
		rest = after
	}
}
