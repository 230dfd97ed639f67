package stream

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// loseIncoming makes a socket deaf to percent of the segments that reach it,
// chosen at random: a bad network on loopback, without root. It attaches a
// classic BPF program (socket(7), SO_ATTACH_FILTER); a segment for
// which the program returns 0 is dropped before TCP sees it, so it is neither
// acknowledged nor answered. A percentage of 0 takes the program away.
//
// Recent kernels (6.18.44 is one) want CAP_NET_ADMIN for it on a TCP socket,
// which a private network namespace gives without root.
func loseIncoming(conn syscall.Conn, percent uint32) error {
	const skfADRandom = 0xfffff000 + 56 // SKF_AD_OFF + SKF_AD_RANDOM, linux/filter.h
	program := []unix.SockFilter{
		{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: skfADRandom},
		{Code: unix.BPF_ALU | unix.BPF_MOD | unix.BPF_K, K: 100},
		{Code: unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K, K: percent, Jt: 0, Jf: 1},
		{Code: unix.BPF_RET | unix.BPF_K, K: 0xffffffff}, // keep the whole segment
		{Code: unix.BPF_RET | unix.BPF_K, K: 0},          // drop it
	}
	err := control(conn, func(fd int) error {
		if percent == 0 {
			return os.NewSyscallError("setsockopt", unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_DETACH_FILTER, 0))
		}
		fprog := unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
		return os.NewSyscallError("setsockopt", unix.SetsockoptSockFprog(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, &fprog))
	})
	if errors.Is(err, syscall.EPERM) {
		return missing{
			what:   "losing segments on purpose needs CAP_NET_ADMIN on this kernel",
			remedy: "run it as root, or within unshare -Urn after ip link set lo up",
		}
	}
	return err
}
