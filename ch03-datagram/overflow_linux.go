package datagram

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// Overflow sends more to a server than it reads. What its receive buffer has
// no room for is thrown away, and no call of either side fails: it is counted.
// The server can ask to be told (SO_RXQ_OVFL, socket(7)), with the next
// datagram that finds room.
func Overflow(ctx context.Context, out io.Writer) error {
	if err := netAlone(); err != nil { // the counters are the whole network's
		return err
	}
	server, err := listen4(ctx, "server", "127.0.0.1:4000")
	if err != nil {
		return err
	}
	defer server.Close()
	client, err := listen4(ctx, "client", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer client.Close()
	defer server.endWith(ctx)()
	raw, err := server.SyscallConn()
	if err != nil {
		return err
	}
	if err := smallBuffer(out, raw); err != nil {
		return err
	}
	const sent = 100
	for range sent {
		if err := client.send("127.0.0.1:4000", strings.Repeat("x", 1000)); err != nil {
			return err
		}
	}
	fmt.Fprintf(out, "client: sent %d datagrams, errors 0\n", sent)
	came, err := drain(raw)
	if err != nil {
		return err
	}
	if err := client.send("127.0.0.1:4000", "end"); err != nil {
		return err
	}
	return account(out, server, came)
}

// account compares what came, what the kernel counted as lost for the whole
// network, and what the server is told of its own losses.
func account(out io.Writer, server *listener4, came int) error {
	more, dropped, err := untilEnd(server)
	if err != nil {
		return err
	}
	came += more
	lost, err := counter("Udp", "RcvbufErrors")
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "server: about %d came\n", came)
	fmt.Fprintf(out, "kernel: RcvbufErrors about %d\n", lost)
	fmt.Fprintf(out, "server: SO_RXQ_OVFL with the next datagram: about %d\n", dropped)
	fmt.Fprintf(out, "server: came and lost make %d; the counts agree: %t\n", came+dropped, dropped == lost)
	return nil
}

// smallBuffer asks for a small receive buffer, and to be told of losses. It
// holds less than its size: the kernel doubles what is asked for, and counts
// what a datagram takes of its memory, not the bytes in it (socket(7)).
func smallBuffer(out io.Writer, raw syscall.RawConn) error {
	return onFD(raw, func(fd int) error {
		if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUF, 8192); err != nil {
			return os.NewSyscallError("setsockopt", err)
		}
		size, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUF)
		if err != nil {
			return os.NewSyscallError("getsockopt", err)
		}
		fmt.Fprintf(out, "server: SO_RCVBUF 8192 is %d\n", size)
		return os.NewSyscallError("setsockopt", unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RXQ_OVFL, 1))
	})
}

// drain reads without waiting, and counts.
func drain(raw syscall.RawConn) (count int, err error) {
	buf := make([]byte, 1500)
	for {
		err := onFD(raw, func(fd int) error {
			_, _, err := unix.Recvfrom(fd, buf, unix.MSG_DONTWAIT)
			return err
		})
		if errors.Is(err, syscall.EAGAIN) {
			return count, nil
		}
		if err != nil {
			return count, os.NewSyscallError("recvfrom", err)
		}
		count++
	}
}

// untilEnd counts the datagrams before "end", and returns what came with that:
// how many this socket has lost since it was made.
func untilEnd(server *listener4) (more, dropped int, err error) {
	buf, oob := make([]byte, 1500), make([]byte, unix.CmsgSpace(4))
	for {
		n, oobn, _, _, err := server.ReadMsgUDPAddrPort(buf, oob)
		if err != nil {
			return 0, 0, err
		}
		if string(buf[:n]) != "end" {
			more++
			continue
		}
		data, err := ancillary(oob[:oobn], unix.SOL_SOCKET, unix.SO_RXQ_OVFL)
		if err != nil {
			return 0, 0, err
		}
		return more, int(binary.NativeEndian.Uint32(data)), nil
	}
}
