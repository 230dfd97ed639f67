package batching

import (
	"context"
	"os"

	"golang.org/x/sys/unix"
)

// withDatagrams runs f on two UDP sockets on loopback that are connected to
// each other, and closes them. They are the kernel's own, without Go's poller:
// a call waits, for 3 s at most, so that recvmmsg returns only when as many
// datagrams are there as it was to read. When ctx ends the sockets are shut
// down under f, which wakes it, and ctx's cause is the result.
func withDatagrams(ctx context.Context, f func(client, server int) error) error {
	client, err := loopbackSocket()
	if err != nil {
		return err
	}
	defer unix.Close(client)
	server, err := loopbackSocket()
	if err != nil {
		return err
	}
	defer unix.Close(server)
	if err := connectTo(client, server); err != nil {
		return err
	}
	if err := connectTo(server, client); err != nil {
		return err
	}
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		_ = unix.Shutdown(client, unix.SHUT_RDWR) // fails on no connected socket
		_ = unix.Shutdown(server, unix.SHUT_RDWR)
		close(ended)
	})
	err = f(client, server)
	if !stop() {
		<-ended // or it would shut down what then has these numbers
		return context.Cause(ctx)
	}
	return err
}

// loopbackSocket is one on a port of the kernel's choice.
func loopbackSocket() (int, error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, os.NewSyscallError("socket", err)
	}
	err = unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &unix.Timeval{Sec: 3})
	if err == nil {
		err = unix.Bind(fd, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}})
	}
	if err != nil {
		_ = unix.Close(fd) // the first error is the one to tell
		return -1, os.NewSyscallError("bind", err)
	}
	return fd, nil
}

// connectTo connects fd to where other is bound.
func connectTo(fd, other int) error {
	at, err := unix.Getsockname(other)
	if err != nil {
		return os.NewSyscallError("getsockname", err)
	}
	return os.NewSyscallError("connect", unix.Connect(fd, at))
}

// result is an errno as an error, nil if it is 0.
func result(errno unix.Errno) error {
	if errno == 0 {
		return nil
	}
	return errno
}
