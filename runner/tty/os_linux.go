package tty

import "golang.org/x/sys/unix"

// forget drops what was typed and not read (TCFLSH, ioctl_tty(2)).
func forget(fd int) {
	_ = unix.IoctlSetInt(fd, unix.TCFLSH, unix.TCIFLUSH) // then it is read, as if typed now
}
