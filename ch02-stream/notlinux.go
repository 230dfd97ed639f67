//go:build !linux

package stream

import (
	"context"
	"io"
	"net"
	"runtime"
	"syscall"
	"time"
)

// What only Linux shows, or lets a program do without privilege, is refused
// elsewhere with the reason. What only adds the kernel's view to an example is
// left out.

// loseIncoming needs a filter on the socket, which only Linux offers to a
// program without privilege.
func loseIncoming(conn syscall.Conn, percent uint32) error {
	return unsupported("losing segments on purpose needs Linux's SO_ATTACH_FILTER")
}

// tcpInfo has counterparts elsewhere (TCP_CONNECTION_INFO on macOS,
// SIO_TCP_INFO on Windows) that tell other things under other names.
func tcpInfo(conn syscall.Conn) (info, error) {
	return info{}, unsupported("asking the kernel about a connection needs Linux's TCP_INFO")
}

func tableState(local, remote net.Addr) (string, error) {
	return "", unsupported("reading the kernel's table of connections needs Linux's /proc/net/tcp")
}

func awaitTable(ctx context.Context, local, remote net.Addr, want string) error {
	_, err := tableState(local, remote)
	return err
}

// abortsOf has nothing to report where the kernel's counters cannot be read.
func abortsOf(string) (report func(io.Writer, string)) { return func(io.Writer, string) {} }

// setCongestion needs an option that only Linux and FreeBSD have.
func setCongestion(syscall.Conn, string) error {
	return unsupported("choosing the congestion control needs Linux")
}

// showNoDelay has nothing to add here; the option is the same.
func showNoDelay(io.Writer, syscall.Conn) {}

// showQueues has nothing to show where the kernel cannot be asked.
func showQueues(context.Context, io.Writer, *net.TCPConn, *net.TCPConn, int) error { return nil }

// processCPU and threadCPU are 0: only Linux counts what one thread has used,
// without which the load's share cannot be told from the server's.
func processCPU() time.Duration { return 0 }

func threadCPU() time.Duration { return 0 }

// KeepAlive cannot be shown here.
func KeepAlive(context.Context, io.Writer) error {
	return unsupported("making a peer deaf needs Linux")
}

// TimedOut cannot be shown here.
func TimedOut(context.Context, io.Writer) error {
	return unsupported("making a peer deaf needs Linux")
}

// TimeWait cannot be shown here.
func TimeWait(context.Context, io.Writer) error {
	return unsupported("the kernel's table of connections needs Linux")
}

// States cannot be shown here.
func States(context.Context, io.Writer) error {
	return unsupported("listing states with ss needs Linux")
}

// Strace needs strace(1), which is Linux's.
func Strace(context.Context, io.Writer) error {
	return unsupported("strace is a program for Linux")
}

// FastOpen exists on macOS (connectx(2)), FreeBSD and Windows too, each with
// calls of its own; what proves it here is Linux's TCP_INFO.
func FastOpen(ctx context.Context, out io.Writer) error {
	return unsupported("Fast Open is shown with Linux's TCP_FASTOPEN_CONNECT")
}

// SimultaneousOpen has to lose two SYNs, as loseIncoming can on Linux.
func SimultaneousOpen(ctx context.Context, out io.Writer) error {
	return unsupported("making two SYNs cross needs Linux's SO_ATTACH_FILTER")
}

// unsupported is what an example lacks that another system would have.
func unsupported(what string) error {
	return missing{what: what + "; this is " + runtime.GOOS}
}
