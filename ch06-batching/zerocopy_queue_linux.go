package batching

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// sendZeroCopy sends buffer 16 times, or until the kernel takes no more, and
// returns how often it took some of it, and how much. The kernel numbers those
// calls from 0 on.
//
// buffer stays the kernel's until as many notices have come: see
// [awaitNotices].
func sendZeroCopy(conn *net.TCPConn, buffer []byte) (calls, sent int, err error) {
	err = control(conn, func(fd int) error {
		for range 16 {
			n, err := unix.SendmsgN(fd, buffer, nil, nil, unix.MSG_ZEROCOPY|unix.MSG_DONTWAIT)
			if errors.Is(err, unix.EAGAIN) && calls > 0 {
				return nil
			}
			if err != nil {
				return os.NewSyscallError("sendmsg", err)
			}
			calls, sent = calls+1, sent+n
		}
		return nil
	})
	return calls, sent, err
}

// awaitNotices reads the error queue until it has told that calls sends are
// done with, and whether any was copied all the same. A notice may stand for
// several calls in a row. The queue wakes a reader as data does (EPOLLERR).
func awaitNotices(conn *net.TCPConn, calls int) (copied bool, err error) {
	raw, err := conn.SyscallConn()
	if err != nil {
		return false, err
	}
	oob := make([]byte, 128)
	var failed error
	err = raw.Read(func(fd uintptr) bool {
		for calls > 0 {
			_, n, _, _, err := unix.Recvmsg(int(fd), nil, oob, unix.MSG_ERRQUEUE)
			if errors.Is(err, unix.EAGAIN) {
				return false
			}
			var told notice
			if err == nil {
				told, err = parseNotice(oob[:n])
			}
			if err != nil {
				failed = os.NewSyscallError("recvmsg", err)
				return true
			}
			calls -= int(told.last-told.first) + 1
			copied = copied || told.copied
		}
		return true
	})
	return copied, errors.Join(err, failed)
}

// A notice says that the kernel is done with the memory of sends first to
// last, and whether it copied (Documentation/networking/msg_zerocopy.rst).
type notice struct {
	first, last uint32
	copied      bool
}

// parseNotice reads struct sock_extended_err, of 16 bytes: ee_errno, the bytes
// origin, type, code and padding, then ee_info and ee_data.
func parseNotice(oob []byte) (notice, error) {
	messages, err := unix.ParseSocketControlMessage(oob)
	if err != nil {
		return notice{}, err
	}
	for _, m := range messages {
		if len(m.Data) >= 16 && m.Data[4] == unix.SO_EE_ORIGIN_ZEROCOPY {
			return notice{
				first:  binary.NativeEndian.Uint32(m.Data[8:]),
				last:   binary.NativeEndian.Uint32(m.Data[12:]),
				copied: m.Data[6]&unix.SO_EE_CODE_ZEROCOPY_COPIED != 0,
			}, nil
		}
	}
	return notice{}, io.ErrUnexpectedEOF
}
