package bsdapi

import (
	"context"
	"io"
	"os"
	"os/signal"

	"golang.org/x/sys/unix"
)

// Interrupted provokes EINTR: a signal arrives while a thread waits in a
// system call, its handler runs, and the call ends with nothing done. Some
// calls the kernel then begins again by itself, if the handler was installed
// with SA_RESTART, as all of Go's are; poll it never does, nor recv on a
// socket with a receive timeout (signal(7)).
func Interrupted(ctx context.Context, out io.Writer) error {
	handled := make(chan os.Signal, 1)
	signal.Notify(handled, unix.SIGUSR1)
	defer signal.Stop(handled)
	return withSockets(ctx, func(s *sockets) error {
		client, server, err := s.pair()
		if err != nil {
			return err
		}
		buf := make([]byte, 64)
		recv := func() (int, error) { return unix.Read(client, buf) }
		send := func() { _, _ = unix.Write(server, []byte("hello")) } // recv tells how it went
		set := []unix.PollFd{{Fd: int32(client), Events: unix.POLLIN}}

		tell := func(call string, n int, err error) { say(out, "client", call, n, err) }
		n, err := signalled(handled, nil, func() (int, error) { return unix.Poll(set, int(patience.Milliseconds())) })
		tell("poll, and a signal", n, err)
		n, err = signalled(handled, nil, recv)
		tell("recv, SO_RCVTIMEO 5s, and a signal", n, err)
		never := unix.Timeval{}
		if err := unix.SetsockoptTimeval(client, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &never); err != nil {
			return os.NewSyscallError("setsockopt", err)
		}
		n, err = signalled(handled, send, recv)
		tell("recv, no timeout, a signal, then data", n, err)
		n, err = signalled(handled, send, func() (int, error) { return 1, pollAgain(set) })
		tell("poll again after EINTR, then data", n, err)
		return err
	})
}

// signalled makes a call on a thread of its own, and sends that thread SIGUSR1
// when it waits. Should the call go on all the same, release ends it.
func signalled(handled <-chan os.Signal, release func(), call func() (int, error)) (int, error) {
	t := newThread(call)
	for {
		select {
		case r := <-t.result:
			return r.n, r.err
		case <-t.asleep():
		}
		// It fails if the thread has ended: then the result is on its way.
		_ = unix.Tgkill(os.Getpid(), t.id, unix.SIGUSR1)
		if release != nil {
			<-handled // the handler has run
			release()
			release = nil
		}
	}
}
