package stream

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// SimultaneousOpen connects two sockets that both call connect(2). TCP has no
// client and no server in its handshake, only an active and a passive open,
// and two active ones make one connection (RFC 9293 section 3.5, figure 7,
// MUST-10). Then it connects a socket to itself, which is the same thing.
func SimultaneousOpen(ctx context.Context, out io.Writer) error {
	if err := mayLose(ctx); err != nil {
		return err
	}
	left, err := bindTCP()
	if err != nil {
		return err
	}
	defer left.Close()
	right, err := bindTCP()
	if err != nil {
		return err
	}
	defer right.Close()
	fmt.Fprintf(out, "left: bound to %v, not listening\n", left.Name())
	fmt.Fprintf(out, "right: bound to %v, not listening\n", right.Name())

	if err := crossSYNs(left, right, out); err != nil {
		return err
	}
	for _, s := range []*boundSocket{left, right} {
		if err := awaitState(ctx, s, "ESTABLISHED"); err != nil {
			return err
		}
	}
	fmt.Fprintln(out, "kernel: left ESTABLISHED, right ESTABLISHED")
	if err := greet(out, "left", left, "right", right); err != nil {
		return err
	}
	if err := greet(out, "right", right, "left", left); err != nil {
		return err
	}
	return selfConnect(ctx, out)
}

// crossSYNs lets two SYNs meet on the way. Over loopback a SYN arrives within the
// call that sends it, and the right socket, which has not yet called connect,
// would refuse it with RST. So both are deaf while they call; each has its SYN
// lost, and each sends it again after the same second (RFC 6298 section 2).
func crossSYNs(left, right *boundSocket, out io.Writer) error {
	for _, s := range []*boundSocket{left, right} {
		if err := loseIncoming(s, 100); err != nil {
			return err
		}
	}
	errLeft, errRight := left.connect(right.addr), right.connect(left.addr)
	fmt.Fprintln(out, "left: connect to right →", errLeft)
	fmt.Fprintln(out, "right: connect to left →", errRight)
	for _, s := range []*boundSocket{left, right} {
		state, err := tcpState(s)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "kernel: %v is %s; its SYN is lost\n", s.Name(), state)
		if err := loseIncoming(s, 0); err != nil {
			return err
		}
	}
	return nil
}

// selfConnect connects a socket to the address it is bound to. Its own SYN
// answers its own SYN. A client that dials a free port of the ephemeral range
// on its own host can meet this by chance, and then takes itself for the
// server; net.Dial looks for it and tries again (tcpsock_posix.go).
func selfConnect(ctx context.Context, out io.Writer) error {
	self, err := bindTCP()
	if err != nil {
		return err
	}
	defer self.Close()
	fmt.Fprintf(out, "self: bound to %v, connect to %v → %v\n", self.Name(), self.Name(), self.connect(self.addr))
	if err := awaitState(ctx, self, "ESTABLISHED"); err != nil {
		return err
	}
	fmt.Fprintln(out, "kernel: self ESTABLISHED")
	return greet(out, "self", self, "self", self)
}

// greet sends one greeting.
func greet(out io.Writer, from string, src io.Writer, to string, dst io.Reader) error {
	text := "hello, " + to
	if _, err := io.WriteString(src, text); err != nil {
		return err
	}
	got := make([]byte, len(text))
	if _, err := io.ReadFull(dst, got); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "%s: read %q, written by %s\n", to, got, from)
	return err
}

// A boundSocket is a TCP socket that has an address and no role yet.
type boundSocket struct {
	*os.File
	addr *unix.SockaddrInet4
}

// bindTCP wraps socket(2) and bind(2). The kernel chooses the port.
func bindTCP() (*boundSocket, error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, os.NewSyscallError("socket", err)
	}
	err = unix.Bind(fd, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}})
	if err != nil {
		_ = unix.Close(fd)
		return nil, os.NewSyscallError("bind", err)
	}
	sa, err := unix.Getsockname(fd)
	if err != nil {
		_ = unix.Close(fd)
		return nil, os.NewSyscallError("getsockname", err)
	}
	addr := sa.(*unix.SockaddrInet4)
	file := os.NewFile(uintptr(fd), fmt.Sprintf("127.0.0.1:%d", addr.Port)) // non-blocking: it has deadlines
	return &boundSocket{file, addr}, file.SetDeadline(time.Now().Add(10 * time.Second))
}

// connect wraps connect(2), which on a non-blocking socket only begins.
func (s *boundSocket) connect(to unix.Sockaddr) error {
	return control(s, func(fd int) error { return os.NewSyscallError("connect", unix.Connect(fd, to)) })
}
