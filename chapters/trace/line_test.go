package trace

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Each line is one that strace 6.1 has written, or an older one as its source
// writes it, and what a reader is shown of it.
func TestParseCall(t *testing.T) {
	for line, want := range map[string]string{
		// Results.
		`close(5<socket:[4102481]>)        = 0`:                                                                             `close(fd 5) = 0`,
		`socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC|SOCK_NONBLOCK, IPPROTO_IP) = 6<socket:[41]>`:                              `socket(AF_INET, SOCK_STREAM|CLOEXEC|NONBLOCK, 0) = fd 6`,
		`socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP) = -1 EPROTONOSUPPORT (Protocol not supported)`:                         `socket(AF_INET, SOCK_STREAM, MPTCP) = -1 EPROTONOSUPPORT (Protocol not supported)`,
		`accept4(5<socket:[1]>, 0x9936e697b04, [112], SOCK_CLOEXEC) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)`: `accept4(fd 5, …, SOCK_CLOEXEC) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)`,
		`fcntl(5<socket:[1]>, F_GETFL)    = 0x802 (flags O_RDWR|O_NONBLOCK)`:                                                `fcntl(fd 5, F_GETFL) = O_RDWR|NONBLOCK`,
		`exit_group(0)                           = ?`:                                                                       `exit_group(0) = ?`,
		`poll([{fd=3<socket:[1]>, events=POLLIN}], 1, 250) = 0 (Timeout)`:                                                   `poll([{fd 3, POLLIN}], 1, 250) = 0`,
		`poll([{fd=3, events=POLLIN}], 1, -1)    = 1 ([{fd=3, revents=POLLIN|POLLHUP}])`:                                    `poll([{3, POLLIN}], 1, -1) = 1`,

		// Strings.
		`read(9<socket:[1]>, "", 65536)  = 0`:                                                      `read(fd 9, "", 65536) = 0`,
		`write(1</dev/null>, "a\tb\"\\\n\342\206\222\0017\x7f", 10) = 10`:                          `write(fd 1, "a\tb\"\\\n→\x017\x7f", 10) = 10`,
		`write(9<socket:[1]>, "xxxx"..., 70000) = 70000`:                                           `write(fd 9, "xxxx"…, 70000) = 70000`,
		`write(9<socket:[1]>, "\27\3\3\0\26\303m\267", 27) = 27`:                                   `write(fd 9, "\x17\x03\x03"…, 27) = 27`,
		`write(9<socket:[1]>, "\27\4\3\0\26", 5) = 5`:                                              `write(fd 9, "\x17\x04\x03\x00\x16", 5) = 5`,
		`read(9<socket:[1]>, 0x9936eb8fe50, 65536) = -1 EAGAIN (Resource temporarily unavailable)`: `read(fd 9, …, 65536) = -1 EAGAIN (Resource temporarily unavailable)`,
		`writev(6<socket:[1]>, [{iov_base="a", iov_len=1}, {iov_base="bb", iov_len=2}], 2) = 3`:    `writev(fd 6, ["a", "bb"]) = 3`,

		// Addresses.
		`bind(5<socket:[1]>, {sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr("127.0.0.1")}, 16) = 0`:                                                                              `bind(fd 5, 127.0.0.1:0) = 0`,
		`connect(5<socket:[1]>, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, 28) = 0`:                        `connect(fd 5, [::1]:80) = 0`,
		`connect(5<socket:[1]>, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "fe80::1", &sin6_addr), sin6_scope_id=if_nametoindex("lo")}, 28) = 0`: `connect(fd 5, [fe80::1%lo]:80) = 0`,
		`connect(8<socket:[1]>, {sa_family=AF_UNIX, sun_path="/nonexistent\"x/y"}, 19) = -1 ENOENT (No such file or directory)`:                                                             `connect(fd 8, "/nonexistent\"x/y") = -1 ENOENT (No such file or directory)`,
		`bind(7<socket:[1]>, {sa_family=AF_UNIX, sun_path=@"abstract"}, 11) = 0`:                                                                                                            `bind(fd 7, @abstract) = 0`,
		`getsockname(3<socket:[1]>, {sa_family=AF_UNIX}, [128 => 2]) = 0`:                                                                                                                   `getsockname(fd 3, unnamed) = 0`,
		`bind(11<socket:[1]>, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 0`:                                                                                                `bind(fd 11, netlink) = 0`,
		`accept4(5<socket:[1]>, {sa_family=AF_INET, sin_port=htons(40134), sin_addr=inet_addr("127.0.0.1")}, [112 => 16], SOCK_CLOEXEC|SOCK_NONBLOCK) = 9<socket:[2]>`:                      `accept4(fd 5, 127.0.0.1:40134, SOCK_CLOEXEC|NONBLOCK) = fd 9`,
		`accept(3<socket:[1]>, NULL, NULL) = 4<socket:[2]>`:                                                                                                                                 `accept(fd 3, NULL, NULL) = fd 4`,
		`sendto(9<socket:[1]>, "x", 1, 0, {sa_family=AF_INET, sin_port=htons(7), sin_addr=inet_addr("127.0.0.1")}, 16) = 1`:                                                                 `sendto(fd 9, "x", 1, 0, 127.0.0.1:7) = 1`,

		// Options.
		`setsockopt(5<socket:[1]>, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0`:                  `setsockopt(fd 5, SO_REUSEADDR, 1) = 0`,
		`setsockopt(9<socket:[1]>, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=2}, 8) = 0`: `setsockopt(fd 9, SO_LINGER, {l_onoff=1, l_linger=2}) = 0`,
		`getsockopt(6<socket:[1]>, SOL_SOCKET, SO_ERROR, [ECONNREFUSED], [4]) = 0`:         `getsockopt(fd 6, SO_ERROR, [ECONNREFUSED]) = 0`,
		`setsockopt(6<socket:[1]>, SOL_TCP, 0x99 /* TCP_??? */, [1], 4) = 0`:               `setsockopt(fd 6, SOL_TCP, …, 1) = 0`,

		// Ancillary data, and an older strace's way to write a pointer's target.
		`sendmsg(3<socket:[1]>, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="hi", iov_len=2}], msg_iovlen=1, msg_control=[{cmsg_len=24, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, cmsg_data=[0</dev/null>, 1</tmp/a>]}], msg_controllen=24, msg_flags=0}, MSG_DONTWAIT|MSG_NOSIGNAL) = 2`: `sendmsg(fd 3, {["hi"], [{SCM_RIGHTS, [fd 0, fd 1]}]}, MSG_DONTWAIT|NOSIGNAL) = 2`,
		`recvmsg(4<socket:[1]>, {msg_name=0x7ffcf3bfdd30, msg_namelen=110 => 0, msg_iov=[{iov_base="hi", iov_len=100}], msg_iovlen=1, msg_controllen=0, msg_flags=MSG_TRUNC}, 0) = 2`:                                                                                                              `recvmsg(fd 4, {…, ["hi"], msg_flags=MSG_TRUNC}, 0) = 2`,
		`epoll_pwait(7<anon_inode:[eventpoll]>, [{events=EPOLLIN|EPOLLOUT, data={u32=1, u64=2}}], 128, 0, NULL, 0) = 1`:                                                                                                                                                                            `epoll_pwait(fd 7, [EPOLLIN|OUT], 128, 0, NULL, 0) = 1`,
		`dup3(8<TCP:[127.0.0.1:1->127.0.0.1:2]>, 1</dev/pts/0<char 136:0>>, 0) = 1<TCP:[127.0.0.1:1->127.0.0.1:2]>`:                                                                                                                                                                                `dup3(fd 8, fd 1, 0) = fd 1`,
		`rt_sigprocmask(SIG_SETMASK, ~[RTMIN RT_1], [INT CHLD], 8) = 0`:                                                                                                                                                                                                                            `rt_sigprocmask(SIG_SETMASK, ~[RTMIN RT_1], [INT CHLD], 8) = 0`,
	} {
		c, err := ParseCall(line)
		if assert.NoError(t, err, line) {
			assert.Equal(t, want, c.Short()+" = "+c.ShortResult())
		}
	}
}

func TestParseCallRefuses(t *testing.T) {
	for _, line := range []string{
		"", "close", "close(", "close(5", "close(5)", "close(5) =", "close(5) = ", "close(5] = 0", "close(5}) = 0",
		`write(1, "abc) = 3`, `write(1, "abc\`, `write(1, "\9", 1) = 1`, `write(1, "\777", 1) = 1`,
		"read(5<socket:[1] = 0", "f(0x1 /* never closed) = 0", "strace: Process 4711 attached", "f(a b[) = 0",
		"f(" + strings.Repeat("[", 1000) + strings.Repeat("]", 1000) + ") = 0",
	} {
		_, err := ParseCall(line)
		assert.Error(t, err, "%q", line)
	}
}

// A call of one thread's is cut in two by others', and a signal breaks in.
func TestParser(t *testing.T) {
	const log = `11 read(3<socket:[1]>,  <unfinished ...>
12 accept4(4<socket:[2]>, NULL, NULL, 0) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)
12 --- SIGURG {si_signo=SIGURG, si_code=SI_TKILL, si_pid=11, si_uid=0} ---
11 <... read resumed>"hello", 5) = 5
12 rt_sigreturn({mask=[]})           = 288
12 accept4(4<socket:[2]>, NULL, NULL, 0) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)
12 --- SIGALRM {si_signo=SIGALRM, si_code=SI_KERNEL} ---
12 rt_sigreturn({mask=[]})           = -1 EINTR (Interrupted system call)
[pid    12] close(4<socket:[2]> <unfinished ...>
[pid    12] <... close resumed>)      = 0
13 <... read resumed>"of a call before strace", 5) = 5
13 rt_sigreturn({mask=[]})           = -1 EINTR (Interrupted system call)
14 read(3<socket:[1]>,  <unfinished ...>
14 <... read resumed> <unfinished ...>) = ?
14 +++ killed by SIGKILL (core dumped) +++
15 read(3<socket:[1]>,  <unfinished ...>
15 +++ exited with 0 +++
15 <... read resumed>"another thread of that number", 5) = 5
16 poll([{fd=3, events=POLLIN}], 1, -1) = ? ERESTART_RESTARTBLOCK (Interrupted by signal)
16 +++ exited with 0 +++
strace: Process 17 attached
`
	var p Parser
	var got []string
	for line := range strings.Lines(log) {
		for _, c := range p.Line(line) {
			got = append(got, fmt.Sprintf("%d %s = %s %v", c.PID, c.Short(), c.ShortResult(), c.Restarted))
		}
	}
	assert.Equal(t, []string{
		`11 read(fd 3, "hello", 5) = 5 false`,
		`12 accept4(fd 4, NULL, NULL, 0) = ? ERESTARTSYS (To be restarted if SA_RESTART is set) true`,
		`12 accept4(fd 4, NULL, NULL, 0) = -1 EINTR (Interrupted system call) false`,
		`12 close(fd 4) = 0 false`,
		`14 read(fd 3, …) = ? false`,
		`16 poll([{3, POLLIN}], 1, -1) = ? ERESTART_RESTARTBLOCK (Interrupted by signal) true`,
	}, got)
}

// What does not fit is cut where it hurts least.
func TestColumns(t *testing.T) {
	c, err := ParseCall(`write(9<socket:[1]>, "a long text that fills the line", 31) = -1 ECONNRESET (Connection reset by peer)`)
	require.NoError(t, err)
	const text = `write(fd 9, "a long text that fills the line", 31)`
	for _, tt := range []struct {
		width, at int
		want      string
	}{
		{100, 52, text + `  = -1 ECONNRESET (Connection reset by peer)`},
		{100, 10, text + ` = -1 ECONNRESET (Connection reset by peer)`},
		{72, 52, text + `  = -1 ECONNRESET`},
		{60, 42, `write(fd 9, "a long text that"…, 31)      = -1 ECONNRESET`},
		{40, 10, `write(fd 9, "a long t"…) = -1 ECONNRESET`},
	} {
		assert.Equal(t, tt.want, Columns(&c, tt.width, tt.at), "%d columns", tt.width)
	}
	c, err = ParseCall(`write(9<socket:[1]>, "a\303\244\303\244\303\244\303\244\303\244", 11) = 11`)
	require.NoError(t, err)
	assert.Equal(t, `write(fd 9, "aäää"…, 11)`, c.ShortIn(24), "no letter is cut in two")
}

func FuzzParser(f *testing.F) {
	for _, line := range []string{
		`11 read(3<socket:[1]>, "a\"\342\0", 5) = 5`, `[pid 4] f({a=[1 => 2], b={c}}, 0x1 /* x */, @"y"...) = ? ERESTARTSYS (z)`,
		"11 close(3 <unfinished ...>", "11 <... close resumed>) = 0", "11 rt_sigreturn({mask=[]}) = -1 EINTR (Interrupted)",
		`1 bind(5<socket:[1]>, {sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr("1.2.3.4")}, 16) = 0`,
		"1 socketpair(AF_UNIX, SOCK_STREAM, 0, [3<socket:[3]>, 4<socket:[4]>]) = 0", "1 accept(3<socket:[3]>, NULL, NULL) = 5<socket:[5]>",
	} {
		f.Add(line + "\n" + line)
	}
	f.Fuzz(func(t *testing.T, log string) {
		steps := Read(log)
		for i := range steps {
			c := &steps[i].Call
			for _, width := range []int{0, 20, 80} {
				_ = Columns(c, width, 40)
			}
		}
		shown := 0
		for i := range steps {
			if steps[i].Fold == Shown && steps[i].Print == "" && steps[i].Call.Name != "getsockopt" {
				shown++
			}
		}
		if text := Record(steps); strings.Count(text, " = ") < shown {
			t.Fatalf("%d calls, and recorded\n%s", shown, text)
		}
		_ = Stable(Record(steps))
	})
}
