//go:build unix

package unixdomain

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// allotted is how long a connection of an example lasts, in all.
const allotted = 10 * time.Second

// longestName is that of the names which examples give to their sockets.
const longestName = 20

// A stage is a folder of an example's own, which only our user can enter.
type stage string

// onStage makes one, and removes it with all that play has left in it.
func onStage(play func(stage) error) error {
	folder, err := os.MkdirTemp("", "scene")
	if err != nil {
		return err
	}
	if len(folder)+longestName > maxPath {
		_ = os.Remove(folder) // it is empty
		return missing{what: "the folder for temporary files is too long for a socket's path: " + folder, remedy: "export TMPDIR=/tmp"}
	}
	return errors.Join(play(stage(folder)), os.RemoveAll(folder))
}

// path is that of a name in the folder.
func (s stage) path(name string) string { return filepath.Join(string(s), name) }

// addr is the same as an address of a kind of socket: "unix", "unixgram" or
// "unixpacket".
func (s stage) addr(kind, name string) *net.UnixAddr {
	return &net.UnixAddr{Name: s.path(name), Net: kind}
}

// listen is package net's listen, which leaves its file when it is closed, as
// a server that is killed does.
func (s stage) listen(name string) (*net.UnixListener, error) {
	ln, err := net.ListenUnix("unix", s.addr("unix", name))
	if err == nil {
		ln.SetUnlinkOnClose(false)
	}
	return ln, err
}

// endServer closes a listener. A process that another goroutine starts has a
// copy of every descriptor between fork and exec, and the socket lives on in
// it for so long; shutdown(2) ends it in every copy.
func endServer(ln *net.UnixListener) error {
	raw, err := ln.SyscallConn()
	if err != nil {
		return err
	}
	err = raw.Control(func(fd uintptr) {
		_ = unix.Shutdown(int(fd), unix.SHUT_RDWR) // not every system lets a listener
	})
	return errors.Join(err, ln.Close())
}

// connect tries to connect a stream socket to a name, and hangs up again.
func (s stage) connect(name string) error {
	conn, err := net.DialUnix("unix", nil, s.addr("unix", name))
	if err == nil {
		_ = conn.Close()
	}
	return err
}

// outcome writes what a party did and what the system said to it.
func outcome(out io.Writer, party, did string, err error) {
	fmt.Fprintf(out, "%s: %s: %s\n", party, did, verdict(err))
}

// verdict is the system's own answer. What package net puts before it names
// the folder, which is another every time.
func verdict(err error) string {
	var errno syscall.Errno
	switch {
	case err == nil:
		return "yes"
	case errors.As(err, &errno):
		return fmt.Sprintf("%s, %v", unix.ErrnoName(errno), errno)
	}
	return err.Error()
}
