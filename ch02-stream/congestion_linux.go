package stream

import (
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
