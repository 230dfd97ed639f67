package trace

import (
	_ "embed"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// echoLog is a log of chapter 2's echo, but for what Go reads of its system.
//
//go:embed testdata/echo.log
var echoLog string

// told are steps as a reader is told them: the party, and the name of the
// call; what the program prints; what is folded away, in brackets.
func told(steps []Step) string {
	var b strings.Builder
	for _, s := range steps {
		switch {
		case s.Print != "":
			fmt.Fprintf(&b, "» %s", s.Print)
		case s.Fold == Shown:
			fmt.Fprintf(&b, "%s: %s\n", s.Party, s.Call.Short())
		}
	}
	return b.String()
}

func folds(steps []Step) map[Fold]int {
	n := make(map[Fold]int)
	for _, s := range steps {
		n[s.Fold]++
	}
	return n
}

func TestReadEcho(t *testing.T) {
	steps := Read(echoLog)
	assert.Equal(t, `listener: socket(AF_INET, SOCK_STREAM|CLOEXEC|NONBLOCK, MPTCP)
listener: setsockopt(fd 5, SO_REUSEADDR, 1)
listener: bind(fd 5, 127.0.0.1:0)
listener: listen(fd 5, 4096)
listener: getsockname(fd 5, 127.0.0.1:43515)
» server: listening on 127.0.0.1:43515
client: socket(AF_INET, SOCK_STREAM|CLOEXEC|NONBLOCK, 0)
client: connect(fd 6, 127.0.0.1:43515)
listener: accept4(fd 5, 127.0.0.1:51060, SOCK_CLOEXEC|NONBLOCK)
server: getsockname(fd 9, 127.0.0.1:43515)
server: setsockopt(fd 9, TCP_NODELAY, 1)
server: setsockopt(fd 9, SO_KEEPALIVE, 1)
server: setsockopt(fd 9, TCP_KEEPIDLE, 15)
server: setsockopt(fd 9, TCP_KEEPINTVL, 15)
server: setsockopt(fd 9, TCP_KEEPCNT, 9)
client: getsockopt(fd 6, SO_ERROR, [0])
client: getpeername(fd 6, 127.0.0.1:43515)
client: getsockname(fd 6, 127.0.0.1:51060)
client: setsockopt(fd 6, TCP_NODELAY, 1)
client: setsockopt(fd 6, SO_KEEPALIVE, 1)
client: setsockopt(fd 6, TCP_KEEPIDLE, 15)
client: setsockopt(fd 6, TCP_KEEPINTVL, 15)
client: setsockopt(fd 6, TCP_KEEPCNT, 9)
» client: connected, 127.0.0.1:51060 → 127.0.0.1:43515
client: write(fd 6, "hello, stream", 13)
server: read(fd 9, "hello, stream", 65536)
server: write(fd 9, "hello, stream", 13)
client: read(fd 6, "hello, stream", 13)
» client: sent "hello, stream", got back "hello, stream"
client: close(fd 6)
listener: close(fd 5)
server: read(fd 9, "", 65536)
server: close(fd 9)
» server: drained; Serve returned <nil>
`, told(steps))
	n := folds(steps)
	assert.Equal(t, 12, n[Probe], "four sockets, and what was asked of them")
	assert.Equal(t, 25, n[Polling], "epoll, its eventfd, and what found nothing yet")
	assert.Equal(t, 5, n[Elsewhere], "the program's start, and its standard streams")
}

// Who is whose is told as soon as it is known, and nothing before it.
func TestFollowHoldsBack(t *testing.T) {
	f := NewFollower()
	var p Parser
	follow := func(line string) string {
		var steps []Step
		for _, c := range p.Line(line) {
			steps = append(steps, f.Follow(c)...)
		}
		return told(steps)
	}
	assert.Empty(t, follow(`1 socket(AF_INET, SOCK_STREAM, 0) = 3<socket:[1]>`))
	assert.Empty(t, follow(`2 write(1<pipe:[9]>, "hello\n", 6) = 6`), "the order stays")
	assert.True(t, f.Holding())
	assert.Equal(t, "client: socket(AF_INET, SOCK_STREAM, 0)\n» hello\nclient: connect(fd 3, 127.0.0.1:80)\n",
		follow(`1 connect(3<socket:[1]>, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, 16) = 0`))
	assert.False(t, f.Holding())
	assert.Empty(t, follow(`1 socket(AF_INET, SOCK_STREAM, 0) = 4<socket:[2]>`))
	assert.Equal(t, "socket: socket(AF_INET, SOCK_STREAM, 0)\n", told(f.Flush()), "patience has an end")
	assert.Equal(t, "listener: listen(fd 4, 5)\n", follow(`1 listen(4<socket:[2]>, 5) = 0`), "and later it is known")
}

const (
	listening = `1 socket(AF_INET, SOCK_STREAM, 0) = 3<socket:[1]>
1 listen(3<socket:[1]>, 5) = 0
1 getsockname(3<socket:[1]>, {sa_family=AF_INET, sin_port=htons(7000), sin_addr=inet_addr("0.0.0.0")}, [16]) = 0
`
	dialing = `1 socket(AF_INET, SOCK_STREAM, 0) = 1%[1]d<socket:[1%[1]d]>
1 connect(1%[1]d<socket:[1%[1]d]>, {sa_family=AF_INET, sin_port=htons(7000), sin_addr=inet_addr("127.0.0.1")}, 16) = 0
`
	asking    = "1 getsockname(1%[1]d<socket:[1%[1]d]>, {sa_family=AF_INET, sin_port=htons(5000%[1]d), sin_addr=inet_addr(\"127.0.0.1\")}, [16]) = 0\n"
	accepting = "1 accept(3<socket:[1]>, {sa_family=AF_INET, sin_port=htons(5000%[1]d), sin_addr=inet_addr(\"127.0.0.1\")}, [16]) = 2%[1]d<socket:[2%[1]d]>\n1 close(2%[1]d<socket:[2%[1]d]>) = 0\n"
)

// logOf repeats a piece of a log for each number.
func logOf(piece string, numbers ...int) (log string) {
	for _, n := range numbers {
		log += fmt.Sprintf(piece, n)
	}
	return log
}

// servers are the parties of a trace, each with the descriptor that is closed.
func servers(log string) string {
	var all []string
	for _, s := range Read(log) {
		if s.Call.Name == "close" {
			all = append(all, fmt.Sprintf("%s %s", s.Party, s.Call.arg(0).Text))
		}
	}
	return strings.Join(all, ", ")
}

func TestFollowPairsServersWithClients(t *testing.T) {
	for name, tt := range map[string]struct{ log, want string }{
		"in order":             {logOf(dialing, 1, 2) + logOf(asking, 1, 2) + logOf(accepting, 1, 2), "server 21, server 2 22"},
		"accepted in reverse":  {logOf(dialing, 1, 2) + logOf(asking, 1, 2) + logOf(accepting, 2, 1), "server 2 22, server 21"},
		"known later":          {logOf(dialing, 1, 2) + logOf(accepting, 2, 1) + logOf(asking, 1, 2), "server 2 22, server 21"},
		"never known":          {logOf(dialing, 1, 2) + logOf(accepting, 2, 1), "server 22, server 2 21"},
		"clients from outside": {logOf(accepting, 2, 1), "server 22, server 2 21"},
		"first from outside":   {logOf(accepting, 2) + logOf(dialing, 1) + logOf(asking, 1) + logOf(accepting, 1), "server 22, server 2 21"},
		"one from outside":     {logOf(dialing, 1) + logOf(asking, 1) + logOf(accepting, 2, 1), "server 2 22, server 21"},
		"accept returns first": {strings.Replace(logOf(dialing, 1, 2), "\n", "\n"+logOf(accepting, 1), 1) + logOf(asking, 1, 2) + logOf(accepting, 2), "server 21, server 2 22"},
		"one is refused": {strings.Replace(logOf(dialing, 1), "= 0", "= -1 ECONNREFUSED (Connection refused)", 1) +
			logOf(dialing, 2) + logOf(accepting, 2), "server 2 22"},
	} {
		assert.Equal(t, tt.want, servers(listening+tt.log), name)
	}
}

// A socket keeps its party through dup, fork and exec, and whoever prints is
// told from whoever else writes to a descriptor 1.
func TestFollowAcrossProcesses(t *testing.T) {
	const log = `1 execve("./sockets", ["./sockets"], 0x7ff /* 36 vars */) = 0
1 accept4(3<socket:[1]>, NULL, NULL, 0) = 4<socket:[2]>
1 fcntl(4<socket:[2]>, F_DUPFD_CLOEXEC, 0) = 5<socket:[2]>
2 dup3(5<socket:[2]>, 1<pipe:[9]>, 0) = 1<socket:[2]>
2 execve("/bin/cat", ["cat"], 0x7ff /* 36 vars */) = 0
3 execve("/bin/date", ["date"], 0x7ff /* 36 vars */) = 0
3 write(1<pipe:[8]>, "today\n", 6) = 6
2 write(1<socket:[2]>, "hello\n", 6) = 6
1 write(1<pipe:[9]>, "server: handed over\n", 20) = 20
2 write(7<pipe:[9]>, "printed by a child\n", 19) = 19
`
	assert.Equal(t, `socket: accept4(fd 3, NULL, NULL, 0)
server: fcntl(fd 4, F_DUPFD_CLOEXEC, 0)
server: dup3(fd 5, fd 1, 0)
server: write(fd 1, "hello\n", 6)
» server: handed over
» printed by a child
`, told(Read(log)))
}

func TestFollowRoles(t *testing.T) {
	for log, want := range map[string]string{
		`socket(AF_INET, SOCK_DGRAM, 0) = 3<socket:[1]>
bind(3<socket:[1]>, {sa_family=AF_UNIX, sun_path="/a"}, 16) = 0
recvfrom(3<socket:[1]>, "x", 10, 0, NULL, NULL) = 1`: "server server server",
		`socket(AF_INET, SOCK_DGRAM, 0) = 3<socket:[1]>
sendto(3<socket:[1]>, "x", 1, 0, NULL, 0) = 1`: "client client",
		`socketpair(AF_UNIX, SOCK_STREAM, 0, [3<socket:[1]>, 4<socket:[2]>]) = 0
write(4<socket:[2]>, "x", 1) = 1`: "end end 2",
		`socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE) = 3<socket:[1]>`:                                   "netlink",
		`socket(AF_PACKET, SOCK_RAW, 0) = 3<socket:[1]>`:                                                "raw",
		`socket(AF_INET6, SOCK_STREAM, 0) = -1 EAFNOSUPPORT (Address family not supported by protocol)`: "socket",
		`socket(AF_INET, SOCK_STREAM, 0) = 3<socket:[1]>
close(3<socket:[1]>) = 0`: "socket socket",
		`socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC, IPPROTO_IP) = 3<socket:[1]>
close(3<socket:[1]>) = 0`: "",
		`epoll_create1(0) = 3<anon_inode:[eventpoll]>
epoll_ctl(3<anon_inode:[eventpoll]>, EPOLL_CTL_ADD, 4<socket:[1]>, {events=EPOLLIN, data=0x4}) = 0
epoll_wait(3<anon_inode:[eventpoll]>, [], 8, 0) = 0
accept(4<socket:[1]>, NULL, NULL) = -1 EAGAIN (Resource temporarily unavailable)
close(3<anon_inode:[eventpoll]>) = 0`: "poller poller poller socket poller",
		`epoll_create1(EPOLL_CLOEXEC) = 3<anon_inode:[eventpoll]>
epoll_ctl(3<anon_inode:[eventpoll]>, EPOLL_CTL_ADD, 4<anon_inode:[eventfd]>, {events=EPOLLIN, data=0x4}) = 0
epoll_ctl(3<anon_inode:[eventpoll]>, EPOLL_CTL_ADD, 5<socket:[1]>, {events=EPOLLIN, data=0x5}) = 0
epoll_ctl(3<anon_inode:[eventpoll]>, EPOLL_CTL_ADD, 6<socket:[1]>, {events=EPOLLIN, data=0x6}) = 0
epoll_ctl(3<anon_inode:[eventpoll]>, EPOLL_CTL_DEL, 5<socket:[1]>, 0x0) = 0
accept(6<socket:[1]>, NULL, NULL) = -1 EAGAIN (Resource temporarily unavailable)`: "", // a duplicate is still waited for
		`poll([{fd=4<socket:[1]>, events=POLLIN}], 1, -1) = 1`: "poller",
		`accept(4<socket:[1]>, NULL, NULL) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)
accept(4<socket:[1]>, NULL, NULL) = 5<socket:[2]>`: "socket",
	} {
		var got []string
		for _, s := range Read(log) {
			if s.Fold == Shown {
				got = append(got, s.Party.String())
			}
		}
		assert.Equal(t, want, strings.Join(got, " "), log)
	}
}
