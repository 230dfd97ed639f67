package batching

import (
	"context"
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// GRO reads many datagrams as one piece of memory (UDP_GRO, udp(7)), with the
// length to cut it by beside it; loses some to a buffer that is too small; and
// shows what the kernel does not join.
func GRO(ctx context.Context, out io.Writer) error {
	return withDatagrams(ctx, func(client, server int) error {
		if err := unix.SetsockoptInt(server, unix.SOL_UDP, unix.UDP_GRO, 1); err != nil {
			return os.NewSyscallError("setsockopt", err)
		}
		for _, room := range []int{maxDatagram, 2000} {
			if err := sendSegments(client, 4000, 1200); err != nil {
				return err
			}
			fmt.Fprintln(out, "client: one sendmsg, 4000 bytes, UDP_SEGMENT 1200")
			if err := joined(out, server, room); err != nil {
				return err
			}
		}
		fmt.Fprintln(out, "server: recvmsg, what had no room:", emptyHanded(server))
		return notJoined(out, client, server)
	})
}

// notJoined sends datagrams without GSO. Behind a network card the kernel, or
// the card, may join such packets; on loopback nothing does.
func notJoined(out io.Writer, client, server int) error {
	list := []message{{data: make([]byte, 1200)}, {data: make([]byte, 1200)}}
	if n, err := sendList(client, list); err != nil {
		return err
	} else if n != len(list) {
		return io.ErrShortWrite
	}
	fmt.Fprintln(out, "client: one sendmmsg, 2 messages of 1200 bytes, no UDP_SEGMENT")
	for range list {
		if err := joined(out, server, maxDatagram); err != nil {
			return err
		}
	}
	return nil
}

// joined reads once and says what came.
func joined(out io.Writer, fd, room int) error {
	buf, oob := make([]byte, room), make([]byte, 64)
	n, oobn, flags, _, err := unix.Recvmsg(fd, buf, oob, 0)
	if err != nil {
		return os.NewSyscallError("recvmsg", err)
	}
	m := message{data: buf[:n]}
	readControl(oob[:oobn], &m)
	beside := "no UDP_GRO"
	if m.segment > 0 {
		beside = fmt.Sprintf("UDP_GRO %d", m.segment)
	}
	var lengths []int
	for _, one := range m.split(nil) {
		lengths = append(lengths, len(one.data))
	}
	fmt.Fprintf(out, "server: recvmsg, room for %d: %d bytes, %s, MSG_TRUNC %v: %v\n",
		room, n, beside, flags&unix.MSG_TRUNC != 0, lengths)
	return nil
}
