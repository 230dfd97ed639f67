package datagram

import (
	"fmt"
	"io"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

const msgTrunc = unix.MSG_TRUNC

// askedLength learns a datagram's length first and then makes room for it.
// MSG_PEEK leaves the datagram where it is; with MSG_TRUNC among the flags of
// the call, Linux returns the length on the wire, not that of the copy
// (recv(2)).
func askedLength(out io.Writer, server *net.UDPConn) error {
	for range 2 {
		var length int
		err := control(server, func(fd int) (err error) {
			length, _, err = unix.Recvfrom(fd, nil, unix.MSG_PEEK|unix.MSG_TRUNC)
			return os.NewSyscallError("recvfrom", err)
		})
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "kernel: the next datagram has %d bytes\n", length)
		buf := make([]byte, length)
		n, err := server.Read(buf)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "server: Read, %d bytes of room: %q\n", length, buf[:n])
	}
	return nil
}
