//go:build linux || darwin || dragonfly || freebsd || netbsd || openbsd

package stream

import (
	"context"
	"errors"
	"net"
	"os"
	"runtime"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// listenShared listens on a port that others of the same user may listen on
// too, if each sets SO_REUSEPORT before bind(2) (socket(7), Linux 3.9).
//
// Linux gives each connection to one of the listeners, by a hash of its two
// addresses and ports. macOS and most BSDs allow the same bind and give all
// connections to one listener; DragonFly spreads them, and FreeBSD 12 does so
// under another name, SO_REUSEPORT_LB.
func listenShared(ctx context.Context, addr string) (*net.TCPListener, error) {
	lc := net.ListenConfig{Control: func(_, _ string, raw syscall.RawConn) error {
		var inner error
		err := raw.Control(func(fd uintptr) {
			inner = unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_REUSEPORT, 1)
		})
		return errors.Join(err, os.NewSyscallError("setsockopt", inner))
	}}
	ln, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	return ln.(*net.TCPListener), nil
}

// serveReusePort runs an event loop for each processor. No two of them share a
// lock, a queue or a connection. ln must come from listenShared.
func serveReusePort(ctx context.Context, ln *net.TCPListener) error {
	lns := []*net.TCPListener{ln}
	for range runtime.NumCPU() - 1 {
		another, err := listenShared(ctx, ln.Addr().String())
		if err != nil {
			for _, ln := range lns {
				_ = ln.Close() // nobody was served yet
			}
			return err
		}
		lns = append(lns, another)
	}
	errs := make([]error, len(lns))
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var loops sync.WaitGroup
	for i, ln := range lns {
		loops.Go(func() {
			defer stop() // one that fails ends all
			errs[i] = serveEventLoop(ctx, ln)
		})
	}
	loops.Wait()
	return errors.Join(errs...)
}
