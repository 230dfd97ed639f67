//go:build darwin || freebsd || netbsd || openbsd

package tty

import "golang.org/x/sys/unix"

// forget drops what was typed and not read (TIOCFLUSH, tty(4)).
func forget(fd int) {
	const fread = 1                                        // FREAD, sys/fcntl.h: the input queue
	_ = unix.IoctlSetPointerInt(fd, unix.TIOCFLUSH, fread) // then it is read, as if typed now
}
