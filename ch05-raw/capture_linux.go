package raw

import (
	"errors"
	"math"
	"net"
	"os"
	"time"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// A Capture is a packet socket (packet(7)): it gets a copy of every packet
// that its interface sends or receives, as the interface has it. What comes in
// is seen before a firewall can drop it, what goes out after. The packets
// themselves go their way. Methods may be called by several goroutines.
type Capture struct {
	file     *os.File // in the runtime's poller, for deadlines and Close
	loopback int      // the index of lo, or -1
}

// ethPAll asks for every protocol. A packet socket's protocol number is in
// network byte order, whatever the machine's is.
var ethPAll = netOrder(unix.ETH_P_ALL)

// OpenCapture wraps socket(2), setsockopt(2) and bind(2). It takes CAP_NET_RAW
// in the user namespace that owns the network.
//
// Errors: errors.ErrUnsupported without that capability, where socket(2) says
// EPERM; for an interface that is not there, that of [net.InterfaceByName].
func OpenCapture(c CaptureConfig) (*Capture, error) {
	kind := unix.SOCK_RAW
	if c.Cooked {
		kind = unix.SOCK_DGRAM
	}
	// With protocol 0 a packet socket receives nothing at all. One that is made
	// with ETH_P_ALL fills up at once, from every interface and past the filter
	// that it is given a moment later.
	fd, err := unix.Socket(unix.AF_PACKET, kind|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if errors.Is(err, unix.EPERM) {
		return nil, missing{what: "a packet socket takes CAP_NET_RAW", remedy: "unshare -Urn"}
	} else if err != nil {
		return nil, os.NewSyscallError("socket", err)
	}
	loopback, err := setUpCapture(fd, c)
	if err != nil {
		return nil, errors.Join(err, os.NewSyscallError("close", unix.Close(fd)))
	}
	return &Capture{file: os.NewFile(uintptr(fd), "capture"), loopback: loopback}, nil
}

// setUpCapture binds last: the first packet comes when all else is in place.
func setUpCapture(fd int, c CaptureConfig) (loopback int, err error) {
	index, loopback := 0, -1 // index 0 is every interface
	if lo, err := net.InterfaceByName("lo"); err == nil {
		loopback = lo.Index
	}
	if c.Interface != "" {
		i, err := net.InterfaceByName(c.Interface)
		if err != nil {
			return 0, err
		}
		index = i.Index
	}
	if err := attachFilter(fd, c.Filter); err != nil {
		return 0, err
	}
	if c.Buffer != 0 {
		if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUF, c.Buffer); err != nil {
			return 0, os.NewSyscallError("setsockopt SO_RCVBUF", err)
		}
	}
	if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_TIMESTAMPNS, 1); err != nil {
		return 0, os.NewSyscallError("setsockopt SO_TIMESTAMPNS", err)
	}
	if err := unix.SetsockoptInt(fd, unix.SOL_PACKET, unix.PACKET_AUXDATA, 1); err != nil {
		return 0, os.NewSyscallError("setsockopt PACKET_AUXDATA", err)
	}
	at := &unix.SockaddrLinklayer{Protocol: ethPAll, Ifindex: index}
	return loopback, os.NewSyscallError("bind", unix.Bind(fd, at))
}

// attachFilter hands the kernel a program (SO_ATTACH_FILTER, socket(7)). The
// kernel verifies it first: no jump goes back or past the end, every way ends
// in a return. What fails that is refused with EINVAL.
func attachFilter(fd int, program []bpf.Instruction) error {
	if program == nil {
		return nil
	}
	assembled, err := bpf.Assemble(program)
	if err != nil {
		return err
	}
	if len(assembled) == 0 || len(assembled) > math.MaxUint16 {
		return os.NewSyscallError("setsockopt SO_ATTACH_FILTER", unix.EINVAL)
	}
	filter := make([]unix.SockFilter, len(assembled))
	for i, in := range assembled {
		filter[i] = unix.SockFilter{Code: in.Op, Jt: in.Jt, Jf: in.Jf, K: in.K}
	}
	prog := &unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	return os.NewSyscallError("setsockopt SO_ATTACH_FILTER",
		unix.SetsockoptSockFprog(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, prog))
}

// Send wraps write(2): one whole frame, link header included, onto the
// interface of a capture that is neither cooked nor of all interfaces. Other
// captures see it go out; the one that sent it does not.
func (c *Capture) Send(frame []byte) error {
	_, err := c.file.Write(frame)
	return err
}

// SetReadDeadline ends a [Capture.Read] that waits, with
// os.ErrDeadlineExceeded; the zero time is none.
func (c *Capture) SetReadDeadline(t time.Time) error { return c.file.SetReadDeadline(t) }

// Close wraps close(2). It ends a [Capture.Read] that waits, with
// os.ErrClosed.
func (c *Capture) Close() error { return c.file.Close() }
