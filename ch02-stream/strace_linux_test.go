package stream

import (
	"context"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestStrace(t *testing.T) {
	text := show(t, Strace)
	for _, line := range []string{
		"server: socket(AF_INET, SOCK_STREAM, ",
		"server: listen(3, ",
		"server: accept(3, NULL, NULL) = 4",
		`child: read(4, "hello\n", `,
		"client: connect(3, {sa_family=AF_INET, sin_port=htons(PORT), ",
		"client: shutdown(3, SHUT_WR) = 0",
	} {
		assert.Contains(t, text, line, "what strace shows of the programs in C")
	}
	assert.NotContains(t, text, "ELF", "loading the C library is no part of it")
}

// Whenever the reader presses Ctrl-C, no strace is left waiting.
func TestMayTraceEndsWithContext(t *testing.T) {
	if _, err := exec.LookPath("strace"); err != nil {
		t.Skip("needs the program strace; apt-get install strace")
	}
	for after := time.Duration(0); after < 5*time.Millisecond; after += 100 * time.Microsecond {
		ctx, stop := context.WithTimeout(t.Context(), after)
		ended := make(chan struct{})
		go func() { _ = mayTrace(ctx); close(ended) }() // either answer is right
		select {
		case <-ended:
		case <-time.After(patience):
			t.Fatalf("mayTrace is still waiting for a strace that was killed after %v", after)
		}
		stop()
	}
}

func TestSocketCalls(t *testing.T) {
	const log = `read(3, "\177ELF", 832)                     = 832
close(3)                                = 0
socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 3
close(3)                                = 0
socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3
connect(3, {sin_port=htons(41234)}, 16) = -1 ECONNREFUSED (Connection refused)
read(0, "hello\n", 65536)               = 6
close(3)                                = 0
read(3, "a file", 6)                    = 6
socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 4
read(4, `
	want := []string{
		"socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3",
		"connect(3, {sin_port=htons(PORT)}, 16) = -1 ECONNREFUSED (Connection refused)",
		"close(3) = 0",
		"socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 4",
	}
	assert.Equal(t, want, socketCalls("", log), "descriptor 3 counts while it is a socket")
	assert.Equal(t, []string{`read(4, "", 9) = 0`}, socketCalls(log, "read(4, \"\", 9) = 0\nread(9, \"\", 9) = 0\n"),
		"a child knows the sockets of its parent")
}
