package unixdomain

import "golang.org/x/sys/unix"

// ownerOnly is the mode of a server's file. To connect takes permission to
// write to it, and to search each folder above it (unix(7)).
const ownerOnly = 0o600

// newSocket makes a socket that is not inherited and never blocks.
func newSocket(kind int) (int, error) {
	return unix.Socket(unix.AF_UNIX, kind|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
}

// bindOwner binds to path. On Linux a file gets the mode that its socket has,
// less the umask (unix_bind_bsd in the kernel's net/unix/af_unix.c). So there
// is no moment at which it has another, and the umask, which is the whole
// process's, is left alone.
func bindOwner(fd int, path string) error {
	if err := unix.Fchmod(fd, ownerOnly); err != nil {
		return err
	}
	return unix.Bind(fd, &unix.SockaddrUnix{Name: path})
}
