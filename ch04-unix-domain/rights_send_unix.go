//go:build unix

package unixdomain

import (
	"encoding/binary"
	"fmt"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// SendFiles sends descriptors over a stream socket, each with its name, for
// [ReceiveFiles]. The receiver gets descriptors of its own for the same open
// files, as dup(2) makes them: offset, flags and connection are shared, and an
// open file lasts until the last of its descriptors is closed. The sender's
// stay the sender's, to use or to close: what has been sent is on its way,
// whatever becomes of the sender.
//
// Errors: [ErrName]; [ErrTooManyFiles] beyond [MaxFiles]; ETOOMANYREFS if more
// descriptors of this user's are under way than the process may have open; or
// the connection's own, whose write deadline applies.
func SendFiles(conn *net.UnixConn, files ...Named) error {
	message, open, err := describe(files)
	if err != nil {
		return err
	}
	return withDescriptors(open, nil, func(fds []int) error {
		var rights []byte
		if len(fds) > 0 {
			rights = unix.UnixRights(fds...)
		}
		// The descriptors go with the first byte. Where the socket's buffer
		// has no room for the rest, sendmsg takes what it can.
		n, _, err := conn.WriteMsgUnix(message, rights, nil)
		if err != nil {
			return err
		}
		_, err = conn.Write(message[n:])
		return err
	})
}

// describe is what goes with the descriptors: at least one byte has to, for on
// a stream they are attached to a byte (unix(7)). Here it is the length of the
// list of names, 2 bytes, and the list.
func describe(files []Named) (message []byte, open []*os.File, err error) {
	if len(files) > MaxFiles {
		return nil, nil, fmt.Errorf("%w: %d, and %d fit", ErrTooManyFiles, len(files), MaxFiles)
	}
	message = make([]byte, 2, 64)
	for i, f := range files {
		if err := checkFileName(f.Name); err != nil {
			return nil, nil, err
		}
		if i > 0 {
			message = append(message, nameBorder...)
		}
		message = append(message, f.Name...)
		open = append(open, f.File)
	}
	binary.BigEndian.PutUint16(message, uint16(len(message)-2)) // at most maxNames
	return message, open, nil
}

// withDescriptors gives f the descriptors of those files, and keeps them from
// being closed until f returns. os.File's method Fd would not keep them, and
// makes the open file blocking, for everybody who shares it.
func withDescriptors(files []*os.File, fds []int, f func(fds []int) error) error {
	if len(files) == 0 {
		return f(fds)
	}
	raw, err := files[0].SyscallConn()
	if err != nil {
		return err
	}
	var sent error
	if err := raw.Control(func(fd uintptr) {
		sent = withDescriptors(files[1:], append(fds, int(fd)), f)
	}); err != nil {
		return err
	}
	return sent
}
