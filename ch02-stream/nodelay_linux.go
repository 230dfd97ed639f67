package stream

import (
	"fmt"
	"io"
	"syscall"

	"golang.org/x/sys/unix"
)

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
