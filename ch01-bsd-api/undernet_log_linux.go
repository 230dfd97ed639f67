package bsdapi

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// showNetCalls prints the log of the thread that made net's calls, behind each
// mark the system calls up to the next.
func showNetCalls(out io.Writer, dir string, pid int) error {
	own, err := os.ReadFile(filepath.Join(dir, "log."+strconv.Itoa(pid)))
	if err != nil {
		return err
	}
	others, err := filepath.Glob(filepath.Join(dir, "log.*"))
	if err != nil {
		return err
	}
	var threads strings.Builder // the other threads': one of them waits in epoll_pwait
	for _, name := range others {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		threads.Write(text)
	}
	parts := strings.Split(string(own), `write(-1, "`+marking)
	if len(parts) < 2 {
		return errors.New("strace has logged no call of net's")
	}
	for _, part := range parts[1:] {
		calls := strings.Split(strings.TrimSpace(part), "\n")
		title := calls[0][:max(0, strings.LastIndex(calls[0], `", `))]
		fmt.Fprintln(out, strings.ReplaceAll(title, `\"`, `"`))
		for _, call := range told(calls[1:], threads.String()) {
			fmt.Fprintf(out, "kernel:   %s\n", call)
		}
	}
	return nil
}

var (
	// The call's name and the descriptor that it is about.
	logCall = regexp.MustCompile(`^(\w+)\((-?\d*)(?:<([^>]*)>)?`)
	// What epoll_pwait is to return with when a descriptor is ready.
	logAdd = regexp.MustCompile(`^epoll_ctl\((\d+)<.*EPOLL_CTL_ADD, (\d+)<.* data=\{(.*?)\}\}`)
)

// told shortens the system calls that one call of net's made. Left out are
// what the runtime does to wake itself, and an attempt that found nothing
// when the same call, made again, found something: whether there was one is a
// matter of time.
func told(calls []string, threads string) []string {
	var all []string
	for i, call := range calls {
		m := logCall.FindStringSubmatch(call)
		switch {
		case m == nil, m[1] == "write" && m[2] == "-1", m[1] == "epoll_pwait", m[3] == "anon_inode:[eventfd]":
			continue
		case strings.Contains(call, "= -1 EAGAIN") && strings.Contains(strings.Join(calls[i+1:], "\n"), m[1]+"("+m[2]+"<"):
			continue
		}
		all = append(all, short(call))
		add := logAdd.FindStringSubmatch(call)
		if add == nil || i == 0 || !strings.Contains(calls[i-1], "EINPROGRESS") {
			continue
		}
		// connect goes on without the thread. What waits for its end is
		// whichever thread of the runtime has nothing else to do.
		if strings.Contains(threads, "{events=EPOLLOUT, data={"+add[3]+"}}") {
			all = append(all, fmt.Sprintf("epoll_pwait(fd %s, [EPOLLOUT of fd %s], …)", add[1], add[2]))
		}
	}
	return all
}

// shorter is what a line of strace's is shown without.
var shorter = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{regexp.MustCompile(`\b(\d+)<[^>]*>`), "fd $1"},
	{regexp.MustCompile(`\bAT_FDCWD<[^>]*>, `), ""},
	{regexp.MustCompile(`\{sa_family=AF_INET, sin_port=htons\((\d+)\), sin_addr=inet_addr\("(.*?)"\)\}, (?:16|\[\d+ => 16\])`), "$2:$1"},
	{regexp.MustCompile(`\{sa_family=AF_INET6, sin6_port=htons\((\d+)\), .*?"(.*?)", &sin6_addr\), sin6_scope_id=0\}, 28`), "[$2]:$1"},
	{regexp.MustCompile(`\bSOL_\w+, (\w+), \[(\d+)\], \[?4\]?`), "$1, $2"},
	{regexp.MustCompile(`\{events=([A-Z|]+), data=\{.*?\}\}`), "$1"},
	{regexp.MustCompile(`\bIPPROTO_IP\b`), "0"},
	{regexp.MustCompile(`\bIPPROTO_`), ""},
	{regexp.MustCompile(`\|(?:SOCK_|EFD_|EPOLL|O_)`), "|"},
	{regexp.MustCompile(`\b0x[0-9a-f]{6,}\b`), "…"},
	{regexp.MustCompile(` \([A-Z].*\)$`), ""},
	{regexp.MustCompile(` += `), " = "},
}

// short writes a call as this chapter does: descriptors as "fd 5", addresses
// as net prints them, no sizes, no levels of options, no places in memory.
func short(call string) string {
	for _, s := range shorter {
		call = s.pattern.ReplaceAllString(call, s.with)
	}
	return call
}
