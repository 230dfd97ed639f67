//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package unixdomain

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
)

// listenAt binds to a path that is free. Without flock(2) it cannot know that
// a file there is nobody's, and leaves it to the reader to remove. Who may
// connect follows from the folder: on Windows the file inherits its access.
func listenAt(ctx context.Context, path string) (*net.UnixListener, func(), error) {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("%s exists: if no server has it open, remove it: %w", path, fs.ErrExist)
	}
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "unix", path)
	if err != nil {
		return nil, nil, unsupportedHere(err)
	}
	return ln.(*net.UnixListener), func() {}, nil // its Close removes the file
}
