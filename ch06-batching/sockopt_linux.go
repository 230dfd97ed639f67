package batching

import (
	"net"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// segmentsOut is how many segments with data the connection has sent.
func segmentsOut(conn *net.TCPConn) (n int, err error) {
	err = control(conn, func(fd int) error {
		info, err := unix.GetsockoptTCPInfo(fd, unix.IPPROTO_TCP, unix.TCP_INFO)
		if err == nil {
			n = int(info.Data_segs_out)
		}
		return os.NewSyscallError("getsockopt TCP_INFO", err)
	})
	return n, err
}

// setOption wraps setsockopt(2).
func setOption(conn syscall.Conn, level, option, value int) error {
	return control(conn, func(fd int) error {
		return os.NewSyscallError("setsockopt", unix.SetsockoptInt(fd, level, option, value))
	})
}
