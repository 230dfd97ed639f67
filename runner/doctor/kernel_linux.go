package doctor

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"sockbook/runner/fault"
)

// kernel is what only Linux has.
func kernel() []check {
	return []check{
		{"private namespaces", "raw sockets and packet capture without root", private("namespace")},
		{"raw sockets in them", "raw sockets without root", private("raw")},
		{"packet capture in them", "the packets of an example, drawn", private("capture")},
		{"ping sockets", "ICMP echo without privilege", pingSocket},
		{"cubic", "bulk transfer, compared", congestion},
		{"TCP Fast Open", "data in the first segment", fastOpen},
		{"Multipath TCP", "one stream, several paths", multipath},
		{"UDP GSO", "many datagrams, one call", gso},
		{"UDP GRO", "the same, received", udpOption(unix.SOL_UDP, unix.UDP_GRO)},
		{"MSG_ZEROCOPY", "sending without a copy", udpOption(unix.SOL_SOCKET, unix.SO_ZEROCOPY)},
		{"kernel TLS", "TLS in the kernel", kernelTLS},
		{"io_uring", "many calls, one system call", ioUring},
	}
}

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
// ping_group_range spans.
func pingSocket(context.Context) (string, error) {
	if err := socket(unix.AF_INET, unix.SOCK_DGRAM, unix.IPPROTO_ICMP, open); err != nil {
		return "", fault.New(sudo()+`sysctl -w net.ipv4.ping_group_range="0 2147483647"`, "%w", err)
	}
	return "", nil
}

// congestion asks whether this process may choose cubic (tcp(7),
// TCP_CONGESTION), and what it has otherwise.
func congestion(context.Context) (string, error) {
	standing := setting("net.ipv4.tcp_congestion_control")
	err := socket(unix.AF_INET, unix.SOCK_STREAM, 0, func(fd int) error {
		return os.NewSyscallError("setsockopt TCP_CONGESTION", unix.SetsockoptString(fd, unix.IPPROTO_TCP, unix.TCP_CONGESTION, "cubic"))
	})
	if err != nil {
		allow := fmt.Sprintf(`%ssysctl -w net.ipv4.tcp_allowed_congestion_control="%s cubic"`, sudo(), setting("net.ipv4.tcp_allowed_congestion_control"))
		return "", fault.New(allow, "the default is %s: %w", standing, err)
	}
	return "default: " + standing, nil
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

// kernelTLS attaches the upper-layer protocol tls to a connection. A socket
// that is not connected is refused with ENOTCONN, and only if tls is there.
func kernelTLS(context.Context) (string, error) {
	err := socket(unix.AF_INET, unix.SOCK_STREAM, 0, func(fd int) error {
		return unix.SetsockoptString(fd, unix.SOL_TCP, unix.TCP_ULP, "tls")
	})
	if err == nil || err == syscall.ENOTCONN {
		return "", nil
	}
	return "", fault.New(sudo()+"modprobe tls", "setsockopt TCP_ULP: %w", err)
}

// ioUring wraps io_uring_setup(2) with a ring of one entry.
func ioUring(context.Context) (string, error) {
	var params [120]byte // struct io_uring_params
	fd, _, errno := unix.Syscall(unix.SYS_IO_URING_SETUP, 1, uintptr(unsafe.Pointer(&params)), 0)
	if errno == 0 {
		_ = unix.Close(int(fd))
		return "", nil
	}
	h := ""
	if v := setting("kernel.io_uring_disabled"); v != "" && v != "0" {
		h = sudo() + "sysctl -w kernel.io_uring_disabled=0"
	}
	return "", fault.New(h, "%w", os.NewSyscallError("io_uring_setup", errno))
}

func multipath(context.Context) (string, error) {
	return "", socket(unix.AF_INET, unix.SOCK_STREAM, unix.IPPROTO_MPTCP, open)
}
