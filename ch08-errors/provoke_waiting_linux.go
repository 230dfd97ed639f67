package sockerrors

import (
	"context"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// notFailures say that the call has not been made, or not to the end. The
// program is to make it again, and package net does.
var notFailures = theme{"Try again, and the peer that never answers.", []provocation{
	{"EAGAIN", "recv without waiting, and nothing is there", "caller", "net waits",
		onSocket(unix.SOCK_DGRAM, "recvfrom", receiveNow)},
	{"EINTR", "recv with SO_RCVTIMEO, and a signal comes", "caller", "net calls again", provokeInterrupted},
	{"ETIMEDOUT", "write to a peer that reads nothing, TCP_USER_TIMEOUT", "client",
		"not os.ErrDeadlineExceeded", provokeTimedOut},
}}

func receiveNow(fd int) error {
	_, _, err := unix.Recvfrom(fd, make([]byte, 1), unix.MSG_DONTWAIT)
	return err
}

// provokeInterrupted sends signals to a thread that waits in recv, until it
// does not. Go installs its handlers with SA_RESTART, after which the kernel
// restarts a call by itself; not so a socket's call with a time limit of its
// own (signal(7)). SIGURG is the signal that Go's scheduler uses, and ignores.
func provokeInterrupted(ctx context.Context, b *bench) error {
	fd, _, err := b.bound(unix.SOCK_DGRAM)
	if err != nil {
		return err
	}
	limit := unix.NsecToTimeval(int64(allotted))
	if err := unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &limit); err != nil {
		return os.NewSyscallError("setsockopt", err)
	}
	thread, ended := make(chan int, 1), make(chan error, 1)
	go func() {
		ended <- onThread(func() (bool, error) {
			thread <- unix.Gettid()
			_, _, err := unix.Recvfrom(fd, make([]byte, 1), 0)
			return true, os.NewSyscallError("recvfrom", err)
		})
	}()
	tid, again := <-thread, time.NewTicker(time.Millisecond)
	defer again.Stop()
	for {
		select {
		case err := <-ended:
			return err
		case <-again.C:
			_ = unix.Tgkill(os.Getpid(), tid, unix.SIGURG) // the thread may just have ended
		}
	}
}

// provokeTimedOut fills the buffers between two ends, so that the peer's
// window closes. TCP asks the peer again and again whether it has opened, for
// as long as the peer answers at all (RFC 9293 section 3.8.6.1), unless
// TCP_USER_TIMEOUT bounds it (tcp(7), RFC 5482).
func provokeTimedOut(ctx context.Context, b *bench) error {
	client, server, err := b.connect(ctx)
	if err != nil {
		return err
	}
	_ = server.SetReadBuffer(4096) // fewer bytes to write; it succeeds as it is
	raw, err := client.SyscallConn()
	if err != nil {
		return err
	}
	var refused error
	err = raw.Control(func(fd uintptr) {
		refused = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, 50)
	})
	if err == nil {
		err = os.NewSyscallError("setsockopt", refused)
	}
	for buf := make([]byte, 64<<10); err == nil; {
		_, err = client.Write(buf)
	}
	return err
}
