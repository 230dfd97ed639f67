package unixdomain

import (
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// PeerOf says who is at the other end: SO_PEERCRED (unix(7)), which the kernel
// filled in when the connection was made and nobody can change. A user or
// group that our user namespace has no number for is 65534.
func PeerOf(conn *net.UnixConn) (Peer, error) {
	raw, err := conn.SyscallConn()
	if err != nil {
		return Peer{}, err
	}
	var cred *unix.Ucred
	var failed error
	if err := raw.Control(func(fd uintptr) {
		cred, failed = unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED)
	}); err != nil {
		return Peer{}, err
	}
	if failed != nil {
		return Peer{}, os.NewSyscallError("getsockopt SO_PEERCRED", failed)
	}
	return Peer{UID: cred.Uid, GID: cred.Gid, PID: int(cred.Pid)}, nil
}
