package sockerrors

import (
	"context"
	"os"

	"golang.org/x/sys/unix"
)

// limits are what there is not enough of.
var limits = theme{"Limits.", []provocation{
	{"EMFILE", "socket, with RLIMIT_NOFILE at 0", "server", "", provokeTooManyFiles},
	{"ETOOMANYREFS", "more in flight in SCM_RIGHTS than RLIMIT_NOFILE", "sender", "", provokeTooManyRefs},
	{"ENOBUFS", "IP_ADD_MEMBERSHIP over net.ipv4.igmp_max_memberships", "caller", "",
		onSocket(unix.SOCK_DGRAM, "setsockopt", joinManyGroups)},
	{"ENOMEM", "a filter longer than net.core.optmem_max allows", "caller", "",
		onSocket(unix.SOCK_DGRAM, "setsockopt", attachLongFilter)},
}}

// withoutDescriptors runs f while the process may open no descriptor. The
// limit is the whole process's, so f is short.
func withoutDescriptors(f func() error) error {
	var before unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &before); err != nil {
		return os.NewSyscallError("getrlimit", err)
	}
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Max: before.Max}); err != nil {
		return os.NewSyscallError("setrlimit", err)
	}
	defer unix.Setrlimit(unix.RLIMIT_NOFILE, &before) // up to what it was: always allowed
	return f()
}

func provokeTooManyFiles(_ context.Context, b *bench) error {
	return withoutDescriptors(func() error {
		_, err := b.socket(unix.AF_INET, unix.SOCK_STREAM, 0)
		return err
	})
}

// provokeTooManyRefs sends a descriptor that nobody receives, then another.
// Descriptors in flight are counted for each user, against the sender's
// RLIMIT_NOFILE, unless it has CAP_SYS_RESOURCE (unix(7), ETOOMANYREFS).
func provokeTooManyRefs(_ context.Context, b *bench) error {
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return os.NewSyscallError("socketpair", err)
	}
	b.keepFD(pair[0])
	b.keepFD(pair[1])
	return withoutDescriptors(func() error {
		for range 2 {
			err := unix.Sendmsg(pair[0], []byte{0}, unix.UnixRights(pair[0]), nil, unix.MSG_DONTWAIT)
			if err != nil {
				return os.NewSyscallError("sendmsg", err)
			}
		}
		return nil
	})
}

// joinManyGroups joins groups of 239.255.0.0/16, which stay at the site (RFC
// 2365), on the loopback interface: nothing is sent. A socket may be in 20 at
// a time by default.
func joinManyGroups(fd int) error {
	for i := range 256 {
		group := unix.IPMreqn{Multiaddr: [4]byte{239, 255, 0, byte(i)}, Address: loopback(0).Addr}
		if err := unix.SetsockoptIPMreqn(fd, unix.IPPROTO_IP, unix.IP_ADD_MEMBERSHIP, &group); err != nil {
			return err
		}
	}
	return nil
}

// attachLongFilter attaches a BPF program of 4,096 instructions, as many as
// one may have. The kernel translates it, and charges the translation to the
// socket's memory for options.
func attachLongFilter(fd int) error {
	load := unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS}
	program := make([]unix.SockFilter, unix.BPF_MAXINSNS)
	for i := range program {
		program[i] = load
	}
	program[len(program)-1] = unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K}
	fprog := unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	return unix.SetsockoptSockFprog(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, &fprog)
}
