package chapters

import (
	"fmt"
	"io"
	"net"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNormalise(t *testing.T) {
	for raw, want := range map[string]string{
		// Ports.
		"server: listening on 127.0.0.1:41234":  "server: listening on 127.0.0.1:PORT",
		"[::1]:41234 → [fe80::1%eth0]:9":        "[::1]:PORT → [fe80::1%eth0]:PORT",
		"dial tcp 127.0.0.1:5: refused":         "dial tcp 127.0.0.1:PORT: refused",
		"[::ffff:127.0.0.1]:80->0.0.0.0:0":      "[::ffff:127.0.0.1]:PORT->0.0.0.0:PORT",
		"127.0.0.1:40000->127.0.0.1:40001: EOF": "127.0.0.1:PORT->127.0.0.1:PORT: EOF",
		// Process ids and descriptors.
		"child: pid 4711 has fd 7": "child: pid PID has fd FD",
		"(pid 1, fd 10)":           "(pid PID, fd FD)",
		// Durations.
		"after 302ms":                   "after DURATION",
		"1.5s, 1m2.5s, 2h45m0s, 0s":     "DURATION, DURATION, DURATION, DURATION",
		"71.25µs 80μs 3us 7ns":          "DURATION DURATION DURATION DURATION",
		"took 12 ms, then 1.5 s; 3 µs.": "took DURATION, then DURATION; DURATION.",
		// Sizes.
		"about 2621440 bytes": "about SIZE bytes",
		"about 2.5 MiB":       "about SIZE MiB",
		"about 2,621,440.":    "about SIZE.",
		// A duration, however it is written, before a size.
		"about 980ms": "about DURATION",
		"about 1.02s": "about DURATION",
		"about 12 ms": "about DURATION",
	} {
		assert.Equal(t, want, Normalise(raw))
		assert.Equal(t, want, Normalise(want), "what is normal stays so")
	}
}

func TestNormaliseLeavesTheRest(t *testing.T) {
	for _, s := range []string{
		"5 bytes", "HTTP 200", "seq 3", "32 of 64", "13 bytes came back: 68 65 6c 6c 6f",
		"127.0.0.1", "::1", "port 41234", "localhost:41234", "::1:41234", "version 1.2.3:4",
		"pid", "pids 12", "rapid 7", "fd -1", "fds 3", "fd: 3", "pid=12",
		"3 servers", "2 milliseconds", "12 m", "7 h", "5 sockets", "10 MiB", "1s2x", "x5ms",
		"about a minute", "roundabout 3", "about: 7", "roughly 2621440 bytes",
		"ECONNRESET (104)", "0x1f", "3.14", "100%", "0600", "2026-01-02 03:04:05", "√2",
		"", "\n", "  two  spaces  ", "tab\there",
	} {
		assert.Equal(t, s, Normalise(s))
	}
}

func TestNormaliseMeasured(t *testing.T) {
	same := [][2]string{
		{"goroutine  12,345 req/s  1.00 ██████████", "goroutine   9,876 req/s  1.25 ████████▌"},
		{"pre-fork      17 µs  █▏░░", "pre-fork   1.02 ms  ▊▒▓"},
		{"loop +3.5 %\n", "loop -12 %\n"},
		{"none 0 \n  one 1", "none 0 ▏\none 1 █"},
	}
	for _, s := range same {
		assert.Equal(t, NormaliseMeasured(s[0]), NormaliseMeasured(s[1]))
		assert.Equal(t, NormaliseMeasured(s[0]), NormaliseMeasured(NormaliseMeasured(s[0])), "what is normal stays so")
	}
	assert.Equal(t, "goroutine N req/s N", NormaliseMeasured(same[0][0]))

	for _, s := range [][2]string{
		{"goroutine 12 req/s", "event loop 12 req/s"}, // a label
		{"12 req/s", "12 req/ms"},                     // a unit
		{"a 1\nb 2\n", "a 1\n"},                       // a line
		{"a 1\nb 2\n", "b 2\na 1\n"},                  // their order
		{"a 1 2", "a 1"},                              // a column
		{"a 1", "a -"},                                // a number that is missing
	} {
		assert.NotEqual(t, NormaliseMeasured(s[0]), NormaliseMeasured(s[1]))
	}
}

func TestDrift(t *testing.T) {
	assert.Empty(t, drift("README.md", "a\n", "now", "a\n"))
	assert.Equal(t, "--- README.md\n+++ now\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n", drift("README.md", "a\nb\n", "now", "a\nc\n"))
}

// connect makes a connection to itself.
func connect(out io.Writer, who string) error {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer ln.Close()
	conn, err := net.Dial("tcp", ln.Addr().String())
	if err != nil {
		return err
	}
	fmt.Fprintln(out, who+": connected")
	return conn.Close()
}
