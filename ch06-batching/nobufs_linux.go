package batching

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// optmem is where Linux bounds what a socket may use beside its data, such as
// notices: 128 KiB a socket since 6.8, which gave each network namespace a
// bound of its own as well; 20 KiB before.
const optmem = "/proc/sys/net/core/optmem_max"

// NoBuffers runs out of room for notices: a send that asks for one fails with
// ENOBUFS while others wait to be read. The bound is lowered for that, in a
// namespace of its own.
func NoBuffers(ctx context.Context, out io.Writer) error {
	if err := namespaceAlone(); err != nil {
		return err
	}
	if err := os.WriteFile(optmem, []byte("1000"), 0); err != nil {
		return missing{what: fmt.Sprintf("lowering net.core.optmem_max here: %v", err)}
	}
	bound, err := os.ReadFile(optmem)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "kernel: net.core.optmem_max %s bytes\n", strings.TrimSpace(string(bound)))
	return withDatagrams(ctx, func(client, _ int) error {
		if err := unix.SetsockoptInt(client, unix.SOL_SOCKET, unix.SO_ZEROCOPY, 1); err != nil {
			return os.NewSyscallError("setsockopt", err)
		}
		for range 2 {
			sendNoted(out, client)
		}
		_, err := unix.Poll([]unix.PollFd{{Fd: int32(client)}}, 3000) // POLLERR is always asked for
		if err != nil {
			return os.NewSyscallError("poll", err)
		}
		told := make([]byte, 128)
		_, n, _, _, err := unix.Recvmsg(client, nil, told, unix.MSG_ERRQUEUE)
		if err != nil {
			return os.NewSyscallError("recvmsg", err)
		}
		done, err := parseNotice(told[:n])
		fmt.Fprintf(out, "client: reads a notice: sends %d to %d are done with, copied %v\n", done.first, done.last, done.copied)
		sendNoted(out, client)
		return err
	})
}

// sendNoted asks for a notice, the room for which is taken before the send and
// free again when the notice has been read.
func sendNoted(out io.Writer, fd int) {
	n, err := unix.SendmsgN(fd, make([]byte, 2000), nil, nil, unix.MSG_ZEROCOPY)
	fmt.Fprintf(out, "client: sendmsg, 2000 bytes, MSG_ZEROCOPY: %d sent, %v\n", max(n, 0), err)
}

// namespaceAlone reports whether nothing but lo is up: in a new network
// namespace that is so, and its settings are nobody else's.
func namespaceAlone() error {
	all, err := net.Interfaces()
	if err != nil {
		return err
	}
	for _, i := range all {
		if i.Flags&net.FlagUp != 0 && i.Flags&net.FlagLoopback == 0 {
			return missing{what: "lowering a bound takes a network namespace of one's own; this one has " + i.Name}
		}
	}
	return nil
}
