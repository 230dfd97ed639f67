package unixdomain

import (
	"context"
	"net"
	"os"
	"path/filepath"
)

// listen binds to addr. unlink removes what that put into the file system.
func listen(ctx context.Context, addr string) (ln *net.UnixListener, unlink func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	if addr == "" {
		return listenInPrivate(ctx)
	}
	if err := checkName(addr); err != nil {
		return nil, nil, err
	}
	if isAbstract(addr) {
		// Nothing can be stale: the name goes when its last descriptor does.
		ln, err := net.ListenUnix("unix", &net.UnixAddr{Name: addr, Net: "unix"})
		return ln, func() {}, err
	}
	return listenAt(ctx, addr)
}

// listenInPrivate makes a folder that only our user can enter (mkdtemp(3)), so
// that nobody else can put anything in the path's way.
func listenInPrivate(ctx context.Context) (*net.UnixListener, func(), error) {
	folder, err := os.MkdirTemp("", "echo")
	if err != nil {
		return nil, nil, err
	}
	removeFolder := func() { _ = os.Remove(folder) } // stays if somebody has put a file into it
	path := filepath.Join(folder, "socket")
	ln, unlink, err := listen(ctx, path)
	if err != nil {
		removeFolder()
		return nil, nil, err
	}
	return ln, func() { unlink(); removeFolder() }, nil
}
