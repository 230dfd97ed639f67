package unixdomain

import (
	"context"
	"io"
	"net"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// Nobody provokes ECONNREFUSED: there is a file, and no socket behind it that
// listens. The kernel looks for one by the file's inode and does not say what
// it found instead: a regular file is refused in the same words.
func Nobody(_ context.Context, out io.Writer) error {
	return onStage(func(s stage) error {
		ln, err := s.listen("dead")
		if err != nil {
			return err
		}
		if err := endServer(ln); err != nil {
			return err
		}
		outcome(out, "client", "connect to a dead server's socket", s.connect("dead"))
		if err := refusedUntilListen(out, s); err != nil {
			return err
		}
		if err := os.WriteFile(s.path("file"), []byte("no socket"), 0o600); err != nil {
			return err
		}
		outcome(out, "client", "connect to a regular file", s.connect("file"))
		return refusedDatagrams(out, s)
	})
}

// refusedUntilListen shows why to be refused does not prove that a server is
// dead: it may be about to listen.
func refusedUntilListen(out io.Writer, s stage) error {
	fd, err := newSocket(unix.SOCK_STREAM)
	if err != nil {
		return os.NewSyscallError("socket", err)
	}
	defer unix.Close(fd)
	if err := bindOwner(fd, s.path("young")); err != nil {
		return os.NewSyscallError("bind", err)
	}
	outcome(out, "client", "connect between bind and listen", s.connect("young"))
	if err := unix.Listen(fd, 1); err != nil {
		return os.NewSyscallError("listen", err)
	}
	outcome(out, "client", "connect after listen", s.connect("young"))
	return nil
}

// refusedDatagrams shows the same for datagrams, where it is the send that is
// refused, and the error for the right path with the wrong type of socket.
func refusedDatagrams(out io.Writer, s stage) error {
	// While we hold this, package os starts no process, which would keep a copy
	// of the receiver alive until it calls exec.
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	receiver, err := net.ListenUnixgram("unixgram", s.addr("unixgram", "datagrams"))
	if err != nil {
		return err
	}
	defer receiver.Close()
	outcome(out, "client", "connect a stream to a datagram socket", s.connect("datagrams"))
	sender, err := net.DialUnix("unixgram", nil, s.addr("unixgram", "datagrams"))
	if err != nil {
		return err
	}
	defer sender.Close()
	if err := receiver.Close(); err != nil {
		return err
	}
	_, err = sender.Write([]byte("hello"))
	outcome(out, "sender", "send to a receiver that has gone", err)
	return nil
}
