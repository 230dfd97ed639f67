package sockerrors

import (
	"context"
	"os"

	"golang.org/x/sys/unix"
)

// wrongCalls are errors of the program alone: no network is asked.
var wrongCalls = theme{"Wrong calls: the program's own fault.", []provocation{
	{"EBADF", "getsockname of descriptor -1", "caller", "after Close, net says net.ErrClosed", provokeBadDescriptor},
	{"ENOTSOCK", "getsockname of a pipe", "caller", "", provokeNotSocket},
	{"EFAULT", "bind with an address at 1, outside the memory", "caller", "", provokeFault},
	{"EINVAL", "accept on a socket that does not listen", "caller", "",
		onSocket(unix.SOCK_STREAM, "accept", acceptOn)},
	{"EOPNOTSUPP", "accept on a UDP socket", "caller", "", onSocket(unix.SOCK_DGRAM, "accept", acceptOn)},
	{"EAFNOSUPPORT", "socket with address family 255", "caller", "", newSocket(255, unix.SOCK_STREAM, 0)},
	{"ESOCKTNOSUPPORT", "socket AF_INET, SOCK_RDM", "caller", "", newSocket(unix.AF_INET, unix.SOCK_RDM, 0)},
	{"EPROTONOSUPPORT", "socket AF_INET, SOCK_STREAM, IPPROTO_UDP", "caller", "",
		newSocket(unix.AF_INET, unix.SOCK_STREAM, unix.IPPROTO_UDP)},
	{"EACCES", "sendto a broadcast address without SO_BROADCAST", "caller", "net sets it",
		onSocket(unix.SOCK_DGRAM, "sendto", broadcast)},
	{"ENOTTY", "ioctl TCGETS, is this a terminal?", "caller", "",
		onSocket(unix.SOCK_STREAM, "ioctl", isTerminal)},
	{"ESPIPE", "lseek on a socket", "caller", "", onSocket(unix.SOCK_STREAM, "lseek", rewind)},
}}

func provokeBadDescriptor(context.Context, *bench) error {
	_, err := unix.Getsockname(-1)
	return os.NewSyscallError("getsockname", err)
}

func provokeNotSocket(_ context.Context, b *bench) error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	b.keep(r)
	b.keep(w)
	_, err = unix.Getsockname(int(r.Fd()))
	return os.NewSyscallError("getsockname", err)
}

// provokeFault hands the kernel a pointer that points nowhere, which takes a
// system call without Go's types around it.
func provokeFault(_ context.Context, b *bench) error {
	fd, err := b.socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err != nil {
		return err
	}
	_, _, number := unix.Syscall(unix.SYS_BIND, uintptr(fd), 1, unix.SizeofSockaddrInet4)
	if number == 0 {
		return nil
	}
	return os.NewSyscallError("bind", number)
}

// newSocket is the run of a provocation that asks socket(2) for what the
// kernel has not.
func newSocket(domain, kind, proto int) func(context.Context, *bench) error {
	return func(_ context.Context, b *bench) error {
		_, err := b.socket(domain, kind, proto)
		return err
	}
}

func acceptOn(fd int) error {
	conn, _, err := unix.Accept4(fd, unix.SOCK_CLOEXEC)
	if err == nil {
		_ = unix.Close(conn)
	}
	return err
}

// broadcast sends to loopback's broadcast address. The option guards against
// a datagram to every machine by mistake (socket(7), SO_BROADCAST).
func broadcast(fd int) error {
	to := &unix.SockaddrInet4{Addr: [4]byte{127, 255, 255, 255}, Port: 9}
	return unix.Sendto(fd, []byte("all of you"), 0, to)
}

func isTerminal(fd int) error {
	_, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	return err
}

func rewind(fd int) error {
	_, err := unix.Seek(fd, 0, 0)
	return err
}
