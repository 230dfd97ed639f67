package stream

import (
	"fmt"
	"io"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// setCongestion wraps setsockopt(2) with TCP_CONGESTION (tcp(7)). Without
// privilege a program may choose among net.ipv4.tcp_allowed_congestion_control.
func setCongestion(conn syscall.Conn, name string) error {
	return control(conn, func(fd int) error {
		return os.NewSyscallError("setsockopt TCP_CONGESTION",
			unix.SetsockoptString(fd, unix.IPPROTO_TCP, unix.TCP_CONGESTION, name))
	})
}

// showNoDelay prints what Go has set on a new connection (tcp(7),
// TCP_NODELAY). The kernel's own default is 0.
func showNoDelay(out io.Writer, conn syscall.Conn) {
	_ = control(conn, func(fd int) error {
		on, err := unix.GetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_NODELAY)
		if err == nil {
			fmt.Fprintln(out, "kernel: TCP_NODELAY on a connection that Go has made:", on)
		}
		return err
	})
}
