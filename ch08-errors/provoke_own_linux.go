package sockerrors

import (
	"context"
	"errors"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// ownNetwork are errors of the network, from a network made for each of them:
// a namespace with nothing but a loopback interface (network_namespaces(7)).
var ownNetwork = theme{"A network of one's own.", []provocation{
	{"ENETUNREACH", "connect, and no route leads there", "client", "", inOwnNetwork(dialTest)},
	{"EHOSTUNREACH", "connect, and the route is of type unreachable", "client", "",
		inOwnNetwork(dialOver(unix.RTN_UNREACHABLE))},
	{"EACCES", "connect, and the route is of type prohibit", "client", "", inOwnNetwork(dialOver(unix.RTN_PROHIBIT))},
	{"EINVAL", "connect, and the route is of type blackhole", "client", "here it is the route's doing", inOwnNetwork(dialOver(unix.RTN_BLACKHOLE))},
	{"EADDRNOTAVAIL", "connect, and the only local port is in use", "client", "here a port will be free again", inOwnNetwork(exhaustPorts)},
	{"ENETDOWN", "a packet socket on an interface that is down", "receiver", "", inOwnNetwork(receiveOnDown)},
	{"ESRCH", "delete a route that is not there, by netlink", "caller", "", inOwnNetwork(deleteNoRoute)},
}}

// testNet is 192.0.2.0, one of the networks for documentation (RFC 5737).
var testNet = [4]byte{192, 0, 2, 0}

// inOwnNetwork is the run of a provocation in a network of its own. A thread
// has its own network namespace; what is opened on it is in there, and the
// rest of the process notices nothing.
func inOwnNetwork(run func(context.Context, *bench) error) func(context.Context, *bench) error {
	return func(ctx context.Context, b *bench) error {
		return onThread(func() (restored bool, err error) {
			before, err := os.Open("/proc/thread-self/ns/net")
			if err != nil {
				return true, err
			}
			defer before.Close()
			if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
				return true, noNetwork(err)
			}
			err = run(ctx, b)
			restored = unix.Setns(int(before.Fd()), unix.CLONE_NEWNET) == nil
			return restored, err
		})
	}
}

// noNetwork says what it takes to have a network namespace. ENOSPC is of the
// limits in /proc/sys/user (namespaces(7)), not of a disk.
func noNetwork(err error) error {
	if errors.Is(err, unix.ENOSPC) {
		return missing{
			what:   "needs a network of its own, and this machine allows no more",
			remedy: "raise user.max_net_namespaces with sysctl",
		}
	}
	if errors.Is(err, unix.EPERM) {
		return missing{
			what:   "needs a network of its own, and for that CAP_SYS_ADMIN",
			remedy: "run it within unshare -Urn",
		}
	}
	return os.NewSyscallError("unshare", err)
}

// loopbackUp does what ip link set lo up does (netdevice(7), SIOCSIFFLAGS).
func (b *bench) loopbackUp() error {
	fd, err := b.socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	if err != nil {
		return err
	}
	lo, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	lo.SetUint16(unix.IFF_UP)
	return os.NewSyscallError("ioctl", unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, lo))
}

// dialTest connects to a host of the network for documentation.
func dialTest(ctx context.Context, b *bench) error {
	_, err := b.dial(ctx, net.JoinHostPort(net.IPv4(testNet[0], testNet[1], testNet[2], 1).String(), "9"))
	return err
}

// dialOver first adds a route that says no. Each type says it in its own
// words (ip-route(8)); firewalls that reject do it alike.
func dialOver(kind byte) func(context.Context, *bench) error {
	return func(ctx context.Context, b *bench) error {
		if err := b.route(unix.RTM_NEWROUTE, unix.NLM_F_CREATE, kind, testNet); err != nil {
			return err
		}
		return dialTest(ctx, b)
	}
}

// exhaustPorts leaves the network one ephemeral port, which the first of two
// connections to the same server takes.
func exhaustPorts(ctx context.Context, b *bench) error {
	if err := b.loopbackUp(); err != nil {
		return err
	}
	ln, err := b.listen()
	if err != nil {
		return err
	}
	const ports = "/proc/sys/net/ipv4/ip_local_port_range"
	if err := os.WriteFile(ports, []byte("50000 50000"), 0); err != nil {
		return err
	}
	for range 2 {
		if _, err := b.dial(ctx, ln.Addr().String()); err != nil {
			return err
		}
	}
	return nil
}

// receiveOnDown binds to an interface before it is up. bind succeeds, and
// leaves the error in the socket for the next call (packet(7), ENETDOWN).
func receiveOnDown(_ context.Context, b *bench) error {
	fd, err := b.socket(unix.AF_PACKET, unix.SOCK_RAW, 0)
	if err != nil {
		return err
	}
	const loopbackIndex = 1 // in every network namespace
	err = unix.Bind(fd, &unix.SockaddrLinklayer{Protocol: 0x0300, Ifindex: loopbackIndex})
	if err != nil {
		return os.NewSyscallError("bind", err)
	}
	_, _, err = unix.Recvfrom(fd, make([]byte, 1), unix.MSG_DONTWAIT)
	return os.NewSyscallError("recvfrom", err)
}

func deleteNoRoute(_ context.Context, b *bench) error {
	return b.route(unix.RTM_DELROUTE, 0, unix.RTN_UNICAST, testNet)
}
