package unixdomain

import (
	"errors"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// PeerOf says who is at the other end: LOCAL_PEERCRED for the user and the
// groups, of which the first is the effective one, and LOCAL_PEERPID, which is
// macOS's own.
func PeerOf(conn *net.UnixConn) (Peer, error) {
	raw, err := conn.SyscallConn()
	if err != nil {
		return Peer{}, err
	}
	var peer Peer
	var failed error
	if err := raw.Control(func(fd uintptr) {
		peer, failed = localPeer(int(fd))
	}); err != nil {
		return Peer{}, err
	}
	return peer, failed
}

func localPeer(fd int) (Peer, error) {
	cred, err := unix.GetsockoptXucred(fd, unix.SOL_LOCAL, unix.LOCAL_PEERCRED)
	if err != nil {
		return Peer{}, os.NewSyscallError("getsockopt LOCAL_PEERCRED", err)
	}
	if cred.Ngroups < 1 {
		return Peer{}, errors.New("getsockopt LOCAL_PEERCRED: a user without a group")
	}
	pid, err := unix.GetsockoptInt(fd, unix.SOL_LOCAL, unix.LOCAL_PEERPID)
	if err != nil {
		return Peer{}, os.NewSyscallError("getsockopt LOCAL_PEERPID", err)
	}
	return Peer{UID: cred.Uid, GID: cred.Groups[0], PID: pid}, nil
}
