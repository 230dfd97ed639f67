package batching

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// mmsghdr is struct mmsghdr: a message, and how many bytes of it were moved.
// Go pads it to a multiple of its alignment, as C does.
type mmsghdr struct {
	hdr unix.Msghdr
	n   uint32
}

// Each of the calls below returns the number of messages moved, or an error if
// that is 0. Neither golang.org/x/sys/unix nor syscall has the first two;
// golang.org/x/net has them, at the price of two allocations a message.

// recvmmsg wraps recvmmsg(2), and does not wait. Of an error behind the first
// message it says nothing: the next call does.
func recvmmsg(fd int, list []mmsghdr) (int, unix.Errno) {
	return recvmmsgWith(fd, list, unix.MSG_DONTWAIT)
}

// recvmmsgWith has flags of one's own. Without MSG_DONTWAIT or MSG_WAITFORONE
// the call waits until list is full, if the socket is one that waits.
func recvmmsgWith(fd int, list []mmsghdr, flags int) (int, unix.Errno) {
	n, _, errno := unix.Syscall6(unix.SYS_RECVMMSG, uintptr(fd),
		uintptr(unsafe.Pointer(unsafe.SliceData(list))), uintptr(len(list)), uintptr(flags), 0, 0)
	return moved(n, errno)
}

// sendmmsg wraps sendmmsg(2), and does not wait. It stops at the first message that fails, and
// tells the error only if that is the first of all.
func sendmmsg(fd int, list []mmsghdr) (int, unix.Errno) {
	n, _, errno := unix.Syscall6(unix.SYS_SENDMMSG, uintptr(fd),
		uintptr(unsafe.Pointer(unsafe.SliceData(list))), uintptr(len(list)), unix.MSG_DONTWAIT, 0, 0)
	return moved(n, errno)
}

// recvmsg wraps recvmsg(2), for one message, and does not wait.
func recvmsg(fd int, m *mmsghdr) (int, unix.Errno) {
	n, _, errno := unix.Syscall(unix.SYS_RECVMSG, uintptr(fd), uintptr(unsafe.Pointer(&m.hdr)), unix.MSG_DONTWAIT)
	if errno != 0 {
		return 0, errno
	}
	m.n = uint32(n)
	return 1, 0
}

// sendmsg wraps sendmsg(2), for one message, and does not wait.
func sendmsg(fd int, m *mmsghdr) (int, unix.Errno) {
	_, _, errno := unix.Syscall(unix.SYS_SENDMSG, uintptr(fd), uintptr(unsafe.Pointer(&m.hdr)), unix.MSG_DONTWAIT)
	if errno != 0 {
		return 0, errno
	}
	return 1, 0
}

func moved(n uintptr, errno unix.Errno) (int, unix.Errno) {
	if errno != 0 {
		return 0, errno // n is -1
	}
	return int(n), 0
}
