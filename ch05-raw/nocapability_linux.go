package raw

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// NoCapability asks for each kind of socket of this chapter with CAP_NET_RAW
// and without. It has the capability in its own network, and gives it up.
func NoCapability(_ context.Context, out io.Writer) error {
	result := make(chan error)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends poorer than it began
		result <- withAndWithout(out)
	}()
	return <-result
}

func withAndWithout(out io.Writer) error {
	fmt.Fprintln(out, "client: with CAP_NET_RAW")
	trySockets(out)
	if err := dropNetRaw(); err != nil {
		return err
	}
	fmt.Fprintln(out, "client: without it")
	trySockets(out)
	return nil
}

func trySockets(out io.Writer) {
	for _, s := range []struct {
		name                   string
		family, kind, protocol int
	}{
		{"AF_INET, SOCK_RAW, IPPROTO_ICMP", unix.AF_INET, unix.SOCK_RAW, unix.IPPROTO_ICMP},
		{"AF_INET6, SOCK_RAW, IPPROTO_ICMPV6", unix.AF_INET6, unix.SOCK_RAW, unix.IPPROTO_ICMPV6},
		{"AF_INET, SOCK_RAW, IPPROTO_RAW", unix.AF_INET, unix.SOCK_RAW, unix.IPPROTO_RAW},
		{"AF_PACKET, SOCK_RAW, 0", unix.AF_PACKET, unix.SOCK_RAW, 0},
		{"AF_INET, SOCK_DGRAM, IPPROTO_UDP", unix.AF_INET, unix.SOCK_DGRAM, unix.IPPROTO_UDP},
	} {
		fd, err := unix.Socket(s.family, s.kind|unix.SOCK_CLOEXEC, s.protocol)
		if err == nil {
			_ = unix.Close(fd) // nothing was sent
		}
		fmt.Fprintf(out, "client: socket(%s): %s\n", s.name, outcome(err))
	}
}

// dropNetRaw takes CAP_NET_RAW out of what the thread may do (capset(2)).
func dropNetRaw() error {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	if err := unix.Capget(&header, &data[0]); err != nil {
		return os.NewSyscallError("capget", err)
	}
	const bit = 1 << unix.CAP_NET_RAW
	if data[0].Effective&bit == 0 {
		return missing{what: "showing the difference takes the capability CAP_NET_RAW", remedy: "unshare -Urn"}
	}
	data[0].Effective &^= bit
	data[0].Permitted &^= bit
	return os.NewSyscallError("capset", unix.Capset(&header, &data[0]))
}
