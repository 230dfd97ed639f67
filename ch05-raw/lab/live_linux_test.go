package ping_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	ping "sockbook/ch05-raw/lab"
)

// A kernel is this machine's, over a private network: this test program starts
// itself in a user and a network namespace of its own, where it may open raw
// sockets, and hands them over. A socket stays in the network in which it was
// made. Where that is not allowed the kernel is one in memory.
type kernel struct {
	silent  bool
	sockets []*net.IPConn // IPv4, IPv6; none: in memory
}

// inside, in the environment, says that the program is the one in there: "1",
// or "silent".
const inside = "PING_LAB_INSIDE"

// required is set where a test must not do with less than it could.
const required = "SOCKBOOK_REQUIRE_ALL"

func startKernel(t *testing.T, silent bool) *kernel {
	if kind := os.Getenv(inside); kind != "" {
		if err := handOver(kind == "silent"); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	k := &kernel{silent: silent}
	if err := k.open(t); err != nil {
		if os.Getenv(required) != "" {
			t.Fatal(err)
		}
		t.Logf("the kernel is one in memory: %v", err)
	}
	t.Cleanup(func() {
		for _, c := range k.sockets {
			_ = c.Close()
		}
	})
	return k
}

// open starts the program inside, and takes two sockets from it.
func (k *kernel) open(t *testing.T) error {
	pair, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_SEQPACKET|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer syscall.Close(pair[0])
	end := os.NewFile(uintptr(pair[1]), "socketpair")
	defer end.Close()
	program, err := os.Executable()
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
	defer stop()
	cmd := exec.CommandContext(ctx, program, "-test.run=^"+t.Name()+"$")
	kind := "1"
	if k.silent {
		kind = "silent"
	}
	// With the race detector a program sleeps for a second before it ends.
	cmd.Env = append(os.Environ(), inside+"="+kind, "GORACE=atexit_sleep_ms=0")
	cmd.ExtraFiles = []*os.File{end}
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("no private network: %w %s", err, out)
	}
	k.sockets, err = take(pair[0])
	return err
}

// take receives the sockets.
func take(fd int) (sockets []*net.IPConn, err error) {
	rights := make([]byte, syscall.CmsgSpace(2*4))
	_, n, _, _, err := syscall.Recvmsg(fd, make([]byte, 1), rights, syscall.MSG_DONTWAIT|syscall.MSG_CMSG_CLOEXEC)
	if err != nil {
		return nil, os.NewSyscallError("recvmsg", err)
	}
	messages, err := syscall.ParseSocketControlMessage(rights[:n])
	if err != nil || len(messages) != 1 {
		return nil, fmt.Errorf("no sockets came: %w", err)
	}
	fds, err := syscall.ParseUnixRights(&messages[0])
	if err != nil {
		return nil, err
	}
	for _, fd := range fds {
		f := os.NewFile(uintptr(fd), "raw socket")
		c, err := net.FilePacketConn(f)
		_ = f.Close()
		if err != nil {
			return sockets, err
		}
		sockets = append(sockets, c.(*net.IPConn))
	}
	return sockets, nil
}

// handOver opens raw sockets for ICMP and ICMPv6, and sends them to descriptor
// 3.
func handOver(silent bool) error {
	if err := raiseLoopback(); err != nil {
		return err
	}
	for _, name := range []string{"ipv4/icmp_echo_ignore_all", "ipv6/icmp/echo_ignore_all"} {
		if !silent {
			break
		}
		if err := os.WriteFile("/proc/sys/net/"+name, []byte("1"), 0); err != nil {
			return err
		}
	}
	var fds []int
	for _, at := range [][2]string{{"ip4:icmp", "127.0.0.1"}, {"ip6:ipv6-icmp", "::1"}} {
		c, err := net.ListenPacket(at[0], at[1])
		if err != nil {
			return err
		}
		f, err := c.(*net.IPConn).File()
		if err != nil {
			return err
		}
		fds = append(fds, int(f.Fd()))
	}
	return syscall.Sendmsg(3, []byte{1}, syscall.UnixRights(fds...), nil, 0)
}

// raiseLoopback turns on lo, the first interface, which a new network has
// switched off (rtnetlink(7), RTM_NEWLINK).
func raiseLoopback() error {
	fd, err := syscall.Socket(syscall.AF_NETLINK, syscall.SOCK_RAW|syscall.SOCK_CLOEXEC, syscall.NETLINK_ROUTE)
	if err != nil {
		return os.NewSyscallError("socket", err)
	}
	defer syscall.Close(fd)
	order := binary.NativeEndian
	m := order.AppendUint32(nil, syscall.SizeofNlMsghdr+syscall.SizeofIfInfomsg)
	m = order.AppendUint16(m, syscall.RTM_NEWLINK)
	m = order.AppendUint16(m, syscall.NLM_F_REQUEST|syscall.NLM_F_ACK)
	m = append(m, make([]byte, 12)...) // sequence, port, family, type
	m = order.AppendUint32(m, 1)       // the interface's number
	m = order.AppendUint32(m, syscall.IFF_UP)
	m = order.AppendUint32(m, syscall.IFF_UP)
	if err := syscall.Sendto(fd, m, 0, &syscall.SockaddrNetlink{Family: syscall.AF_NETLINK}); err != nil {
		return os.NewSyscallError("sendto", err)
	}
	answer := make([]byte, 4096)
	n, _, err := syscall.Recvfrom(fd, answer, 0)
	if err != nil || n < 20 {
		return os.NewSyscallError("recvfrom", err)
	}
	if errno := -int32(order.Uint32(answer[16:])); errno != 0 {
		return os.NewSyscallError("RTM_NEWLINK", syscall.Errno(errno))
	}
	return nil
}

func (k *kernel) socket(to netip.Addr) ping.Conn {
	switch {
	case len(k.sockets) == 0:
		return kernelInMemory(k.silent)
	case to.Is4():
		return rawSocket{k.sockets[0]}
	}
	return rawSocket{k.sockets[1]}
}

// A rawSocket is a ping.Conn of package net's.
type rawSocket struct{ *net.IPConn }

func (c rawSocket) Send(message []byte, to netip.Addr) error {
	_, err := c.WriteToIP(message, &net.IPAddr{IP: to.AsSlice(), Zone: to.Zone()})
	return err
}

// Receive leaves the IPv4 header where it is, which IPConn.ReadFrom takes off.
func (c rawSocket) Receive(p []byte) (int, netip.Addr, error) {
	n, _, _, from, err := c.ReadMsgIP(p, nil)
	if err != nil {
		return 0, netip.Addr{}, err
	}
	addr, _ := netip.AddrFromSlice(from.IP)
	return n, addr.Unmap().WithZone(from.Zone), nil
}
