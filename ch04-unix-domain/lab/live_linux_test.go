package broker_test

import (
	"io"
	"os"
	"syscall"
	"testing"

	broker "sockbook/ch04-unix-domain/lab"
)

// A live kernel is this machine's.
type live struct {
	t   *testing.T
	uid int
}

func startLive(t *testing.T) *live { return &live{t, os.Getuid()} }

func (k *live) close(fd int) error { return syscall.Close(fd) }

// connect makes two ends of a connection that keeps messages apart.
func (k *live) connect() (program, brokers broker.Conn) {
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_SEQPACKET|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		k.t.Fatal(err)
	}
	return seqpacket(fds[0]), seqpacket(fds[1])
}

func (k *live) hangUp(c broker.Conn) { _ = syscall.Close(int(c.(seqpacket))) }

func (k *live) pipe() (write, read int) {
	var fds [2]int
	if err := syscall.Pipe2(fds[:], syscall.O_CLOEXEC|syscall.O_NONBLOCK); err != nil {
		k.t.Fatal(err)
	}
	k.t.Cleanup(func() { _ = syscall.Close(fds[0]) })
	return fds[1], fds[0]
}

// ended tells whether nobody has the other end of a pipe: a read of nothing.
func (k *live) ended(read int) bool {
	n, err := syscall.Read(read, make([]byte, 1))
	return n == 0 && err == nil
}

func (k *live) through(write, read int, text string) string {
	if _, err := syscall.Write(write, []byte(text)); err != nil {
		return err.Error()
	}
	p := make([]byte, 100)
	n, err := syscall.Read(read, p)
	if err != nil {
		return err.Error()
	}
	return string(p[:n])
}

// A seqpacket is one end of such a connection, a descriptor.
type seqpacket int

func (c seqpacket) Send(message []byte, fd int) error {
	var rights []byte
	if fd != broker.None {
		rights = syscall.UnixRights(fd)
	}
	return syscall.Sendmsg(int(c), message, rights, nil, syscall.MSG_NOSIGNAL)
}

func (c seqpacket) Receive(p []byte) (int, int, bool, error) {
	rights := make([]byte, syscall.CmsgSpace(4))
	n, size, flags, _, err := syscall.Recvmsg(int(c), p, rights, syscall.MSG_CMSG_CLOEXEC)
	switch {
	case err != nil:
		return 0, broker.None, false, os.NewSyscallError("recvmsg", err)
	case n == 0 && size == 0:
		return 0, broker.None, false, io.EOF
	}
	fd := broker.None
	if messages, err := syscall.ParseSocketControlMessage(rights[:size]); err == nil && len(messages) > 0 {
		if fds, err := syscall.ParseUnixRights(&messages[0]); err == nil && len(fds) > 0 {
			fd = fds[0]
		}
	}
	return n, fd, flags&(syscall.MSG_TRUNC|syscall.MSG_CTRUNC) != 0, nil
}

func (c seqpacket) Peer() (int, error) {
	who, err := syscall.GetsockoptUcred(int(c), syscall.SOL_SOCKET, syscall.SO_PEERCRED)
	if err != nil {
		return 0, os.NewSyscallError("getsockopt", err)
	}
	return int(who.Uid), nil
}
