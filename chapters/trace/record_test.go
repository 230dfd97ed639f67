package trace

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRecord(t *testing.T) {
	text := Record(Read(echoLog))
	for _, part := range []string{
		"listener: socket(AF_INET, SOCK_STREAM|CLOEXEC|NONBLOCK, MPTCP) = fd 5\nlistener: setsockopt(fd 5, SO_REUSEADDR, 1)   = 0\n",
		"= 0\n\nclient:   socket(AF_INET, SOCK_STREAM|CLOEXEC|NONBLOCK, 0) = fd 6\nclient:   connect(fd 6, 127.0.0.1:43515)      = -1 EINPROGRESS\n",
		"= 0\n\nserver:   getsockname(fd 9, 127.0.0.1:43515)  = 0\n",
	} {
		assert.Contains(t, text, part)
	}
	assert.NotContains(t, text, "drained", "what the program prints is not part of it")
	assert.NotContains(t, text, "EAGAIN")
}

func TestRecordAsksOnce(t *testing.T) {
	const log = `socketpair(AF_UNIX, SOCK_STREAM, 0, [3<socket:[1]>, 4<socket:[2]>]) = 0
getsockopt(3<socket:[1]>, SOL_TCP, TCP_INFO, "a", [1]) = 0
getsockopt(3<socket:[1]>, SOL_TCP, TCP_CONGESTION, "b", [1]) = 0
getsockopt(3<socket:[1]>, SOL_TCP, TCP_INFO, "a", [1]) = 0
getsockopt(3<socket:[1]>, SOL_TCP, TCP_CONGESTION, "c", [1]) = 0
read(3<socket:[1]>, "", 1) = 0
getsockopt(3<socket:[1]>, SOL_TCP, TCP_INFO, "a", [1]) = 0
`
	text := Record(Read(log))
	assert.Equal(t, 2, strings.Count(text, "TCP_INFO"), text)
	assert.Equal(t, 1, strings.Count(text, "TCP_CONGESTION"), text)
}

// Two runs that differ in what nobody decides are the same, and no others.
func TestStable(t *testing.T) {
	for name, tt := range map[string]struct {
		a, b string
		same bool
	}{
		"columns":         {"server: close(fd 9)   = 0\n", "server:   close(fd 9) = 0\n", true},
		"another result":  {"server: close(fd 9) = 0\n", "server: close(fd 9) = -1 EIO\n", false},
		"mptcp":           {"listener: socket(AF_INET, SOCK_STREAM|CLOEXEC, MPTCP) = fd 5\n", "listener: socket(AF_INET, SOCK_STREAM|CLOEXEC, 0) = fd 5\n", true},
		"udp":             {"a: socket(AF_INET, SOCK_DGRAM, UDP) = fd 5\n", "a: socket(AF_INET, SOCK_DGRAM, 0) = fd 5\n", false},
		"backlog":         {"listener: listen(fd 5, 4096) = 0\n", "listener: listen(fd 5, 128) = 0\n", true},
		"a stream, cut":   {"a: read(fd FD, \"on\", 9) = 2\na: read(fd FD, \"e\", 7) = 1\n", "a: read(fd FD, \"one\", 9) = 3\n", true},
		"another text":    {"a: read(fd FD, \"on\", 9) = 2\na: read(fd FD, \"f\", 7) = 1\n", "a: read(fd FD, \"one\", 9) = 3\n", false},
		"a write between": {"a: read(fd FD, \"on\", 9) = 2\na: write(fd FD, \"x\", 1) = 1\na: read(fd FD, \"e\", 7) = 1\n", "a: read(fd FD, \"one\", 9) = 3\na: write(fd FD, \"x\", 1) = 1\n", false},
		"long, cut":       {"a: read(fd FD, \"xx\"…, 900) = 500\na: read(fd FD, \"yy\"…, 400) = 100\n", "a: read(fd FD, \"xx\"…, 900) = 600\n", true},
		"long, in pieces": {"a: read(fd FD, \"" + strings.Repeat("x", 20) + "\", 900) = 20\na: read(fd FD, \"" + strings.Repeat("x", 20) + "\", 880) = 20\n",
			"a: read(fd FD, \"" + strings.Repeat("x", 32) + "\"…, 900) = 40\n", true},
		"long, less":       {"a: read(fd FD, \"xx\"…, 900) = 500\n", "a: read(fd FD, \"xx\"…, 900) = 600\n", false},
		"the end":          {"a: read(fd FD, \"x\", 9) = 1\na: read(fd FD, \"\", 8) = 0\n", "a: read(fd FD, \"x\", 9) = 1\na: read(fd FD, \"\", 4096) = 0\n", true},
		"no end":           {"a: read(fd FD, \"x\", 9) = 1\na: read(fd FD, \"\", 8) = 0\n", "a: read(fd FD, \"x\", 9) = 1\n", false},
		"clients swapped":  {"client: write(fd FD, \"x\", 1) = 1\n\nclient 2: close(fd FD) = 0\n", "client: close(fd FD) = 0\n\nclient 2: write(fd FD, \"x\", 1) = 1\n", true},
		"parties swapped":  {"client: close(fd FD) = 0\n\nserver: read(fd FD, \"\", 1) = 0\n", "client: read(fd FD, \"\", 1) = 0\n\nserver: close(fd FD) = 0\n", false},
		"a passing folder": {"a: bind(fd FD, \"/tmp/x123/s\") = 0\n", "a: bind(fd FD, \"/tmp/x4567/s\") = 0\n", true},
		"another TMPDIR":   {"a: bind(fd FD, \"/tmp/x123/s\") = 0\n", "a: bind(fd FD, \"/var/tmp/me.2/x4567/s\") = 0\n", true},
		"another folder":   {"a: bind(fd FD, \"/tmp/x123/s\") = 0\n", "a: bind(fd FD, \"/tmp/y123/s\") = 0\n", false},
		"polls again": {"poller: ppoll([{fd FD, POLLIN}], 1, NULL, NULL, 0) = 1\na: read(fd FD, \"x\", 9) = 1\n",
			"a: read(fd FD, …, 9) = -1 EAGAIN\npoller: ppoll([{fd FD, POLLIN}], 1, NULL, NULL, 0) = 1\npoller: poll([{fd FD, POLLIN}], 1, -1) = 1\na: read(fd FD, \"x\", 9) = 1\n", true},
		"does not poll":  {"a: read(fd FD, …, 9) = -1 EAGAIN\na: read(fd FD, \"x\", 9) = 1\n", "a: read(fd FD, \"x\", 9) = 1\n", false},
		"makes a poller": {"poller: epoll_create1(0) = fd FD\n", "", false},
		"order":          {"a: shutdown(fd FD, SHUT_WR) = 0\na: close(fd FD) = 0\n", "a: close(fd FD) = 0\na: shutdown(fd FD, SHUT_WR) = 0\n", false},
	} {
		assert.Equal(t, tt.same, Stable(tt.a) == Stable(tt.b), "%s:\n%s%s", name, Stable(tt.a), Stable(tt.b))
	}
}
