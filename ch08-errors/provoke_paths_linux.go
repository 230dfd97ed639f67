package sockerrors

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// paths are the errors of Unix domain sockets, most of them the file system's.
var paths = theme{"Unix domain sockets.", []provocation{
	{"ENOENT", "connect to a path that is not there", "client", "", connectPath(nothingThere)},
	{"ENOTDIR", "connect to a path below a file", "client", "", connectPath(belowFile)},
	{"ELOOP", "connect to a symbolic link to itself", "client", "", connectPath(linkToItself)},
	{"ENAMETOOLONG", "connect to a link to a name of 300 bytes", "client", "", connectPath(linkToLongName)},
	{"EPROTOTYPE", "connect a stream socket to a datagram socket", "client", "", connectPath(datagramSocket)},
	{"ENXIO", "open(2) of a socket's path", "caller", "", provokeOpenSocket},
}}

// connectPath is the run of a provocation that connects to the path that place
// prepares in a directory of its own. The error does not name it, as net's
// would: it differs from run to run.
func connectPath(place func(b *bench, dir string) (path string, err error)) func(context.Context, *bench) error {
	return func(_ context.Context, b *bench) error {
		dir, err := b.directory()
		if err != nil {
			return err
		}
		path, err := place(b, dir)
		if err != nil {
			return err
		}
		fd, err := b.socket(unix.AF_UNIX, unix.SOCK_STREAM, 0)
		if err != nil {
			return err
		}
		return os.NewSyscallError("connect", unix.Connect(fd, &unix.SockaddrUnix{Name: path}))
	}
}

// directory makes a directory with a short name: a socket's path has room for
// 107 bytes (unix(7)).
func (b *bench) directory() (string, error) {
	dir, err := os.MkdirTemp("", "sock")
	if err == nil {
		b.later(func() { _ = os.RemoveAll(dir) }) // ours; nothing in it is write-protected
	}
	return dir, err
}

func nothingThere(_ *bench, dir string) (string, error) { return filepath.Join(dir, "s"), nil }

func belowFile(_ *bench, dir string) (string, error) {
	file := filepath.Join(dir, "file")
	return filepath.Join(file, "s"), os.WriteFile(file, nil, 0o600)
}

func linkToItself(_ *bench, dir string) (string, error) {
	link := filepath.Join(dir, "s")
	return link, os.Symlink("s", link)
}

// linkToLongName leads to a name longer than the 255 bytes that a name in a
// directory may have (limits.h, NAME_MAX).
func linkToLongName(_ *bench, dir string) (string, error) {
	link := filepath.Join(dir, "s")
	return link, os.Symlink(strings.Repeat("x", 300), link)
}

func datagramSocket(b *bench, dir string) (string, error) {
	path := filepath.Join(dir, "s")
	fd, err := b.socket(unix.AF_UNIX, unix.SOCK_DGRAM, 0)
	if err != nil {
		return "", err
	}
	return path, os.NewSyscallError("bind", unix.Bind(fd, &unix.SockaddrUnix{Name: path}))
}

// provokeOpenSocket opens a socket as if it were a file, or a device.
func provokeOpenSocket(_ context.Context, b *bench) error {
	dir, err := b.directory()
	if err != nil {
		return err
	}
	path, err := datagramSocket(b, dir)
	if err != nil {
		return err
	}
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err == nil {
		b.keepFD(fd)
	}
	return os.NewSyscallError("open", err)
}
