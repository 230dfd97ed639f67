package tap

import (
	"encoding/binary"
	"os"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// The ring is shared with the kernel, which fills block after block (TPACKET_V3
// in Documentation/networking/packet_mmap.rst). It holds 32 MiB, so that
// a reader which comes late loses nothing: a socket's receive buffer would hold
// 208 KiB, and a segment on loopback may have 64 KiB.
const (
	blockSize = 1 << 20
	blocks    = 32
	frameSize = 1 << 11
	retire    = 10 // ms, after which a block that is not full is handed over
)

// open returns a packet socket (packet(7)) on every interface of this network
// namespace. It takes what passes from now on, whoever reads the ring.
func open() (fd int, err error) {
	// Protocol 0: nothing comes in before bind says what.
	fd, err = unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return -1, os.NewSyscallError("socket AF_PACKET", err)
	}
	if err := prepare(fd); err != nil {
		_ = unix.Close(fd) // the other error is the one to tell
		return -1, err
	}
	return fd, nil
}

func prepare(fd int) error {
	if err := unix.SetsockoptInt(fd, unix.SOL_PACKET, unix.PACKET_VERSION, unix.TPACKET_V3); err != nil {
		return os.NewSyscallError("setsockopt PACKET_VERSION", err)
	}
	ring := unix.TpacketReq3{
		Block_size: blockSize, Block_nr: blocks, Retire_blk_tov: retire,
		Frame_size: frameSize, Frame_nr: blockSize / frameSize * blocks,
	}
	if err := unix.SetsockoptTpacketReq3(fd, unix.SOL_PACKET, unix.PACKET_RX_RING, &ring); err != nil {
		return os.NewSyscallError("setsockopt PACKET_RX_RING", err)
	}
	if err := once(fd); err != nil {
		return err
	}
	return os.NewSyscallError("bind", unix.Bind(fd, &unix.SockaddrLinklayer{Protocol: networkOrder(unix.ETH_P_ALL)}))
}

// networkOrder is a number whose bytes lie in memory as they go over a network.
func networkOrder(n uint16) uint16 {
	return binary.NativeEndian.Uint16(binary.BigEndian.AppendUint16(nil, n))
}

// loopback is the index of lo in every network namespace.
const loopback = 1

// once keeps out what lo shows for the second time: each of its packets passes
// the socket when it is sent and when it arrives.
func once(fd int) error {
	program, err := bpf.Assemble([]bpf.Instruction{
		bpf.LoadExtension{Num: bpf.ExtInterfaceIndex},
		bpf.JumpIf{Cond: bpf.JumpNotEqual, Val: loopback, SkipTrue: 2},
		bpf.LoadExtension{Num: bpf.ExtType},
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: unix.PACKET_OUTGOING, SkipTrue: 1},
		bpf.RetConstant{Val: 1 << 18},
		bpf.RetConstant{Val: 0},
	})
	if err != nil {
		return err
	}
	filter := make([]unix.SockFilter, len(program))
	for i, in := range program {
		filter[i] = unix.SockFilter{Code: in.Op, Jt: in.Jt, Jf: in.Jf, K: in.K}
	}
	err = unix.SetsockoptSockFprog(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER,
		&unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]})
	return os.NewSyscallError("setsockopt SO_ATTACH_FILTER", err)
}
