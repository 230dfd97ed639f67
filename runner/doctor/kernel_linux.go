package doctor

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"

	"sockbook/runner/fault"
)

// kernel is what only Linux has.
func kernel() []check {
	return []check{
		{"private namespaces", Examples, "networks of one's own, without root", inNamespaces, private("namespace")},
		{"raw sockets in them", Examples, "raw sockets without root", "ch05; ch08 provoke", private("raw")},
		{"packet capture in them", Examples, "packets, drawn", "ch05; ch07 keylog; wire", private("capture")},
		{"cables in them", Examples, "hosts, and routers between them", "ch03 broadcast, mtu, multicast; ch05 arp, handmade-syn, ping, too-long, traceroute", private("cable")},
		{"settings in them", Examples, "a kernel set otherwise", "ch02 fastopen; ch03 mtu; ch05 serve, pingsocket, traceroute", private("settings")},
		{"narrow interfaces", Examples, "a queue that is full", "ch06 queue-full", private("narrow")},
		{"little option memory", Examples, "no room for notices", "ch06 no-buffers", private("optmem")},
		{"ping sockets", Examples, "ICMP echo without root", "ch05 dial", pingSocket},
		{"SYN cookies", Examples, "a queue of connections, full", "ch01 backlog", synCookies},
		{"ports for one socket", Examples, "a range that is used up", "ch01 not-available", localPorts},
		{"TCP Fast Open", Examples, "data in the first segment", "ch02 fastopen", fastOpen},
		{"Multipath TCP", Examples, "what Go's listeners ask for", "ch01 under-net; ch02 strace", multipath},
		{"congestion control", Examples, "bulk; bbr is slow on loopback", "ch04 versus; ch07 cost", congestion},
		{"tracing", Examples, "system calls, as they happen", "ch01 under-net; ch02 strace; ch06 ladder, pending, sendfile, writev; trace", tracing},
		{"receive buffers", Examples, "a burst of datagrams", "ch06 ladder", receiveBuffer},
		{"UDP GSO", Examples, "many datagrams, one call", "ch06 echo, fallback, gro, gso, ladder", gso},
		{"UDP GRO", Examples, "the same, received", "ch06 echo, gro, ladder", udpOption(unix.SOL_UDP, unix.UDP_GRO, "Linux 5.0 or later")},
		{"UDP-Lite", Examples, "where GSO fails", "ch06 fallback", udpLite},
		{"MSG_ZEROCOPY", Examples, "sending without a copy", "ch06 ladder, no-buffers, zerocopy", udpOption(unix.SOL_SOCKET, unix.SO_ZEROCOPY, "Linux 5.0 or later")},
		{"io_uring", Examples, "many calls, one system call", "ch06 ladder, uring", ioUring},
	}
}

// inNamespaces are the examples that get a network of their own, or are better
// with one.
const inNamespaces = "ch01 backlog, interfaces, low-port, wildcard; " +
	"ch02 fastopen, happy-eyeballs, keepalive, ordered, simultaneous-open, states, tcpinfo, timeout; " +
	"ch03 broadcast, discover, mtu, multicast, overflow, sharing; ch04 isolation, too-many; ch05; " +
	"ch06 fallback, no-buffers, queue-full; ch07 keylog; ch08 provoke; wire"

func kernelVersion() string {
	var u unix.Utsname
	if unix.Uname(&u) != nil {
		return ""
	}
	return unix.ByteSliceToString(u.Release[:])
}

// setting reads a sysctl(8) variable.
func setting(name string) string {
	text, _ := os.ReadFile("/proc/sys/" + strings.ReplaceAll(name, ".", "/")) // absent: ""
	return strings.TrimSpace(string(text))
}

// socket opens a socket, hands it to use and closes it.
func socket(domain, kind, protocol int, use func(fd int) error) error {
	fd, err := unix.Socket(domain, kind|unix.SOCK_CLOEXEC, protocol)
	if err != nil {
		return os.NewSyscallError("socket", err)
	}
	defer unix.Close(fd)
	return use(fd)
}

func open(int) error { return nil }

// pingSocket is the ICMP socket of icmp(7), allowed to the groups that
// ping_group_range spans. Who may open a raw one needs none.
func pingSocket(context.Context) (string, error) {
	if socket(unix.AF_INET, unix.SOCK_RAW, unix.IPPROTO_ICMP, open) == nil {
		return "raw ones", nil
	}
	if err := socket(unix.AF_INET, unix.SOCK_DGRAM, unix.IPPROTO_ICMP, open); err != nil {
		return "", fault.New(sudo()+`sysctl -w net.ipv4.ping_group_range="0 2147483647"`, "%w", err)
	}
	return "", nil
}

// congestion is the algorithm that connections get (tcp(7)). Any will do.
func congestion(context.Context) (string, error) {
	standing := setting("net.ipv4.tcp_congestion_control")
	if standing == "" {
		return "", errors.New("this kernel does not say")
	}
	return standing, nil
}

// synCookies asks for net.ipv4.tcp_syncookies, which a new network namespace
// has at 1 whatever it is outside.
func synCookies(ctx context.Context) (string, error) {
	switch machine := setting("net.ipv4.tcp_syncookies"); machine {
	case "":
		return "", errors.New("this kernel has no net.ipv4.tcp_syncookies")
	case "1":
		return "", nil
	default:
		if _, err := private("cookies")(ctx); err == nil {
			return "in a namespace", nil
		}
		return "", fault.New(sudo()+"sysctl -w net.ipv4.tcp_syncookies=1", "net.ipv4.tcp_syncookies is %s", machine)
	}
}

// localPorts gives a socket a range of local ports of its own (ip(7),
// IP_LOCAL_PORT_RANGE).
func localPorts(context.Context) (string, error) {
	err := socket(unix.AF_INET, unix.SOCK_STREAM, 0, func(fd int) error {
		return os.NewSyscallError("setsockopt IP_LOCAL_PORT_RANGE", unix.SetsockoptInt(fd, unix.IPPROTO_IP, unix.IP_LOCAL_PORT_RANGE, 0))
	})
	if err != nil {
		return "", fault.New("Linux 6.3 or later", "%w", err)
	}
	return "", nil
}

// fastOpen goes by the two bits that ip-sysctl gives tcp_fastopen: 1 for
// clients, 2 for servers. Each network namespace has a setting of its own, and
// where the machine's forbids it, an example sets that of its private one.
func fastOpen(ctx context.Context) (string, error) {
	machine := setting("net.ipv4.tcp_fastopen")
	flags, err := strconv.ParseUint(machine, 10, 32)
	if err != nil {
		return "", fmt.Errorf("this kernel has no net.ipv4.tcp_fastopen")
	}
	if flags&3 == 3 {
		return "both sides", nil
	}
	if _, err := private("fastopen")(ctx); err != nil {
		return "", fault.New(sudo()+"sysctl -w net.ipv4.tcp_fastopen=3",
			"net.ipv4.tcp_fastopen is %s (1 is for clients, 2 for servers, 3 for both), and no private namespace can change it: %w", machine, err)
	}
	return "in a namespace", nil
}

// ioUring wraps io_uring_setup(2) with a ring of one entry.
func ioUring(context.Context) (string, error) {
	var params [120]byte // struct io_uring_params
	fd, _, errno := unix.Syscall(unix.SYS_IO_URING_SETUP, 1, uintptr(unsafe.Pointer(&params)), 0)
	if errno == 0 {
		_ = unix.Close(int(fd))
		return "", nil
	}
	h := "Linux 5.6 or later; in a container, docker run --security-opt seccomp=unconfined …"
	if v := setting("kernel.io_uring_disabled"); v != "" && v != "0" {
		h = sudo() + "sysctl -w kernel.io_uring_disabled=0"
	}
	return "", fault.New(h, "%w", os.NewSyscallError("io_uring_setup", errno))
}

// multipath asks for what package net asks for since Go 1.24. Without it a
// listener is an ordinary one, and a traced call reads otherwise.
func multipath(context.Context) (string, error) {
	err := socket(unix.AF_INET, unix.SOCK_STREAM, unix.IPPROTO_MPTCP, open)
	if err != nil {
		return "", fault.New(sudo()+"sysctl -w net.mptcp.enabled=1", "%w", err)
	}
	return "", nil
}

// ipv6Remedy goes by whether the kernel has IPv6 at all.
func ipv6Remedy() string {
	switch setting("net.ipv6.conf.lo.disable_ipv6") {
	case "":
		return "restart without ipv6.disable=1, which the kernel was given"
	case "1":
		return sudo() + "sysctl -w net.ipv6.conf.lo.disable_ipv6=0"
	}
	return ""
}
