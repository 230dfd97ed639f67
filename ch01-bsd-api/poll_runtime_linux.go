package bsdapi

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// showNetpoller finds a connection of package net in the epoll set of Go's
// runtime. A goroutine that reads from it calls read(2), gets EAGAIN, and is
// set aside; when epoll reports the descriptor, the scheduler runs it again.
// So each connection has a goroutine that seems to block, and no thread does.
func showNetpoller(ctx context.Context, out io.Writer) error {
	ln, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return err
	}
	defer ln.Close()
	raw, err := ln.SyscallConn()
	if err != nil {
		return err
	}
	var inner error
	err = raw.Control(func(fd uintptr) {
		var events uint64
		if events, inner = watched(int(fd)); inner == nil {
			fmt.Fprintf(out, "go: the runtime's epoll set has fd %d, net's listener\ngo: with %s\n", fd, epollNames(events))
		}
	})
	if err != nil {
		return err
	}
	return inner
}

// watched looks through the epoll sets of this process (proc_pid_fdinfo(5),
// "tfd:" and "events:") for a descriptor.
func watched(fd int) (events uint64, err error) {
	links, err := filepath.Glob("/proc/self/fd/*")
	if err != nil {
		return 0, err
	}
	for _, link := range links {
		if to, err := os.Readlink(link); err != nil || to != "anon_inode:[eventpoll]" {
			continue
		}
		info, err := os.ReadFile("/proc/self/fdinfo/" + filepath.Base(link))
		if err != nil {
			return 0, err
		}
		for lines := bufio.NewScanner(bytes.NewReader(info)); lines.Scan(); {
			f := strings.Fields(lines.Text())
			if len(f) >= 4 && f[0] == "tfd:" && f[1] == strconv.Itoa(fd) {
				return strconv.ParseUint(f[3], 16, 64)
			}
		}
	}
	return 0, missing{what: "this process's epoll sets do not show fd " + strconv.Itoa(fd)}
}

// epollNames spells out what epoll_ctl(2) was asked for. EPOLLERR and EPOLLHUP
// are reported always.
func epollNames(events uint64) string {
	var names []string
	for _, e := range []struct {
		bit  uint64
		name string
	}{
		{syscall.EPOLLIN, "EPOLLIN"}, {syscall.EPOLLOUT, "EPOLLOUT"},
		{syscall.EPOLLRDHUP, "EPOLLRDHUP"}, {1 << 31, "EPOLLET"},
	} {
		if events&e.bit != 0 {
			names = append(names, e.name)
		}
	}
	return strings.Join(names, "|")
}
