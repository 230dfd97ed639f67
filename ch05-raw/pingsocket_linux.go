package raw

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"

	"golang.org/x/sys/unix"
)

// PingSocket asks without any privilege: a socket for echo messages and
// nothing else, whose identifier and checksum the kernel writes. Who may have
// one, net.ipv4.ping_group_range says.
func PingSocket(ctx context.Context, out io.Writer) error {
	if err := netAlone(); err != nil {
		return err
	}
	for _, groups := range []string{"as a new network has it", "0 to 0"} {
		if groups == "0 to 0" {
			if err := os.WriteFile("/proc/sys/net/ipv4/ping_group_range", []byte("0\t0"), 0); err != nil {
				return missing{what: fmt.Sprintf("the groups that may cannot be set: %v", err)}
			}
		}
		fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, unix.IPPROTO_ICMP)
		fmt.Fprintf(out, "client: ping_group_range %s: socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP): %s\n", groups, outcome(err))
		if err == nil {
			return askByPingSocket(ctx, out, os.NewFile(uintptr(fd), "icmp"), fd)
		}
	}
	return errors.New("group 0 may not")
}

// askByPingSocket writes nonsense where the kernel knows better, and looks at
// what has crossed the wire.
func askByPingSocket(ctx context.Context, out io.Writer, file *os.File, fd int) error {
	defer file.Close()
	tap, err := openTap(ctx, CaptureConfig{Interface: "lo", Cooked: true})
	if err != nil {
		return err
	}
	defer tap.close()
	to := netip.MustParseAddr("127.0.0.1")
	if err := unix.Connect(fd, socketAddress(to)); err != nil {
		return os.NewSyscallError("connect", err)
	}
	request := EchoMessage(EchoRequest, 1111, 1, []byte("hello"))
	request.Checksum = 0xdead
	fmt.Fprintf(out, "client: writes identifier %d, sequence %d, checksum %#04x\n", request.ID(), request.Sequence(), request.Checksum)
	if _, err := file.Write(request.Append(nil)); err != nil {
		return err
	}
	id, err := echoID(fd)
	if err != nil {
		return err
	}
	if err := showRequest(out, tap, id); err != nil {
		return ctxError(ctx, err)
	}
	defer wakeWith(ctx, file)()
	buf := make([]byte, 1500)
	n, err := file.Read(buf)
	if err != nil {
		return ctxError(ctx, err)
	}
	reply, err := ParseICMP(buf[:n])
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "client: reads %q: %s, its identifier the socket's: %t\n", reply.Data, reply.Name(false), reply.ID() == id)
	return nil
}

// showRequest waits for the echo request on the wire.
func showRequest(out io.Writer, tap *wireTap, id uint16) error {
	for {
		c, err := tap.Read(tap.buf)
		if err != nil {
			return err
		}
		h, payload, err := ParseIPv4(c.Data)
		if err != nil || h.Protocol != ProtocolICMP {
			continue
		}
		m, err := ParseICMP(payload)
		if err != nil || m.Type != EchoRequest {
			continue
		}
		fmt.Fprintf(out, "wire: identifier the socket's port: %t, sequence %d, checksum right: %t\n",
			m.ID() == id, m.Sequence(), Checksum(payload) == 0)
		return nil
	}
}

// outcome is an error's text, or "ok".
func outcome(err error) string {
	if err != nil {
		return err.Error()
	}
	return "ok"
}
