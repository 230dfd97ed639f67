package stream

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// queued asks the kernel of conn for two counts of bytes (tcp(7), SIOCOUTQ and
// SIOCINQ): unsent, which the peer's kernel has not acknowledged, and unread,
// which have arrived and wait for the program.
func queued(conn *net.TCPConn) (unsent, unread int, err error) {
	err = control(conn, func(fd int) error {
		var err error
		if unsent, err = unix.IoctlGetInt(fd, unix.SIOCOUTQ); err != nil {
			return os.NewSyscallError("ioctl SIOCOUTQ", err)
		}
		unread, err = unix.IoctlGetInt(fd, unix.SIOCINQ)
		return os.NewSyscallError("ioctl SIOCINQ", err)
	})
	return unsent, unread, err
}

// showQueues prints where the bytes are, once the server's window has no room
// for another segment and nothing moves any more.
func showQueues(ctx context.Context, out io.Writer, client, server *net.TCPConn, total int) error {
	in, err := awaitInfo(ctx, client, func(in info) bool { return in.PeerWindow < in.MSS })
	if err != nil {
		return err
	}
	unsent, _, err := queued(client)
	if err != nil {
		return err
	}
	_, unread, err := queued(server)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "kernel: client: about %d bytes unsent (SIOCOUTQ)\n", unsent)
	fmt.Fprintf(out, "kernel: server: about %d bytes unread (SIOCINQ)\n", unread)
	fmt.Fprintf(out, "kernel: together all that Write took: %t\n", unsent+unread == total)
	fmt.Fprintf(out, "kernel: client: window of the server about %d bytes; held up for %v\n",
		in.PeerWindow, in.WindowClosed.Round(10*time.Millisecond))
	return nil
}
