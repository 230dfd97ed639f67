package unixdomain

import (
	"errors"
	"fmt"
	"net"
)

// A Peer is a process at the other end of a Unix socket, as the kernel names
// it. It is the one that called connect(2), listen(2) or socketpair(2), with
// the user it had then: it may have become another user since, have handed its
// end to another process, or have ended, and its number be another's. So
// decide by UID, and take PID for a log.
type Peer struct {
	UID uint32 // effective user
	GID uint32 // effective group
	PID int    // as numbered in our PID namespace; 0 if it has no number there
}

// ErrOtherUser says that a peer is a user who is not served here.
var ErrOtherUser = errors.New("peer is another user")

// CheckUser says whether the process at the other end ran as that user when
// the connection was made.
//
// Errors: [ErrOtherUser], or that of [PeerOf]: who cannot be told is refused.
func CheckUser(conn *net.UnixConn, uid uint32) error {
	peer, err := PeerOf(conn)
	if err != nil {
		return err
	}
	if peer.UID != uid {
		return fmt.Errorf("%w: %d, and not %d", ErrOtherUser, peer.UID, uid)
	}
	return nil
}

// A UserListener accepts connections of one user, and closes all others at
// once. A file's mode refuses strangers with EACCES before that, where the
// socket has a file; an abstract name has no mode, and this is all it has.
type UserListener struct {
	*net.UnixListener
	UID uint32

	// Refused, if set, is told of each connection that is closed, and why.
	Refused func(error)
}

// Accept waits for a connection of the user's. Its errors are those of
// net.UnixListener's Accept: a stranger is none.
func (l *UserListener) Accept() (net.Conn, error) {
	for {
		conn, err := l.AcceptUnix()
		if err != nil {
			return nil, err
		}
		why := CheckUser(conn, l.UID)
		if why == nil {
			return conn, nil
		}
		_ = conn.Close() // nothing was written to it
		if l.Refused != nil {
			l.Refused(why)
		}
	}
}
