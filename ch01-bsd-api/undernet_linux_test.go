package bsdapi

import (
	"context"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestUnderNet(t *testing.T) {
	text := showAlone(t, UnderNet)
	under := map[string]string{} // system calls, by the call of net's
	var title string
	for line := range strings.Lines(text) {
		if call, ok := strings.CutPrefix(line, "kernel:   "); ok {
			under[title] += call
		} else {
			title = strings.TrimSpace(line)
		}
	}
	for title, calls := range map[string][]string{
		`server: net.Listen("tcp", "127.0.0.1:0")`: {
			"setsockopt(fd ", ", IPV6_V6ONLY, 1) = 0\n", "[::ffff:127.0.0.1]:0", "MPTCP) = fd ", `openat("/proc/sys/net/core/somaxconn", `,
			"epoll_create1(EPOLL_CLOEXEC) = fd ", "SO_REUSEADDR, 1) = 0\n", "127.0.0.1:0) = 0\n", "listen(fd ", "getsockname(fd "},
		`client: net.Dial("tcp", ln.Addr().String())`: {
			"socket(AF_INET, SOCK_STREAM|CLOEXEC|NONBLOCK, 0) = fd ", " = -1 EINPROGRESS\n", "EPOLL_CTL_ADD",
			"[EPOLLOUT of fd ", "SO_ERROR, 0) = 0\n", "TCP_NODELAY, 1) = 0\n"},
		"server: ln.Accept()": {"accept4(fd ", ", SOCK_CLOEXEC|NONBLOCK) = fd ", "EPOLL_CTL_ADD", "TCP_KEEPINTVL, 15) = 0\n"},
		"server: conn.Read(buf), until a deadline: nothing comes": {"read(fd ", ", …, 512) = -1 EAGAIN\n"},
		`client: conn.Write([]byte("hello"))`:                     {"write(fd ", `, "hello", 5) = 5`},
		"server: conn.Read(buf)":                                  {"read(fd ", `, "hello", 512) = 5`},
		"client: conn.CloseWrite()":                               {"shutdown(fd ", ", SHUT_WR) = 0\n"},
		"server: conn.Read(buf), which returns io.EOF":            {"read(fd ", `, "", 512) = 0`},
		"server: ln.Close()":                                      {"EPOLL_CTL_DEL", "close(fd "},
	} {
		require.Contains(t, under, title)
		rest := under[title]
		for _, part := range calls {
			_, after, found := strings.Cut(rest, part)
			assert.True(t, found, "%s: %q, in this order, in\n%s", title, part, under[title])
			rest = after
		}
	}
	assert.NotContains(t, text, "EBADF", "the marks are not part of the story")
	assert.Equal(t, 1, strings.Count(text, "EAGAIN"), "what was there at the second attempt counts as there")
}

func TestToldByNet(t *testing.T) {
	calls := strings.Split(`accept4(5<socket:[1]>, 0x9936e697b04, [112], SOCK_CLOEXEC) = -1 EAGAIN (Resource temporarily unavailable)
accept4(5<socket:[1]>, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, [112 => 16], SOCK_CLOEXEC) = 9<socket:[2]>
write(8<anon_inode:[eventfd]>, "\1\0\0\0\0\0\0\0", 8) = 8
epoll_pwait(7<anon_inode:[eventpoll]>, [], 128, 0, NULL, 0) = 0
read(9<socket:[2]>, 0x9936e697b04, 512) = -1 EAGAIN (Resource temporarily unavailable)`, "\n")
	assert.Equal(t, []string{
		"accept4(fd 5, 127.0.0.1:80, SOCK_CLOEXEC) = fd 9",
		"read(fd 9, …, 512) = -1 EAGAIN",
	}, told(calls, ""))
}

// Whenever the reader presses Ctrl-C, no strace is left waiting.
func TestUnderNetEndsWithContext(t *testing.T) {
	if _, err := exec.LookPath("strace"); err != nil {
		t.Skip("needs the program strace; apt-get install strace")
	}
	var out strings.Builder
	for after := time.Duration(0); after < 60*time.Millisecond; after += 3 * time.Millisecond {
		ctx, stop := context.WithTimeout(t.Context(), after)
		ended := make(chan struct{})
		go func() { _ = UnderNet(ctx, &out); close(ended) }() // either answer is right
		select {
		case <-ended:
		case <-time.After(patience):
			t.Fatalf("UnderNet is still waiting for a strace that was killed after %v", after)
		}
		stop()
	}
}
