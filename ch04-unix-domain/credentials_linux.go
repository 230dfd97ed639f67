package unixdomain

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// credentialMessages turns on SO_PASSCRED, and takes the two messages of
// sendCredentials. From then on each recvmsg(2) brings the credentials of
// whoever sent those bytes, whether they were attached or not.
func credentialMessages(out io.Writer, conn *net.UnixConn, client *player) error {
	raw, err := conn.SyscallConn()
	if err != nil {
		return err
	}
	var failed error
	if err := raw.Control(func(fd uintptr) {
		failed = unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_PASSCRED, 1)
	}); err != nil {
		return err
	}
	if failed != nil {
		return os.NewSyscallError("setsockopt SO_PASSCRED", failed)
	}
	if _, err := conn.Write([]byte("?")); err != nil {
		return err
	}
	from, err := messageFrom(conn)
	if err != nil {
		return err
	}
	if err := client.say(out); err != nil {
		return err
	}
	fmt.Fprintf(out, "server: with the message the kernel brings: pid %d\n", from.Pid)
	return nil
}

// messageFrom reads a byte and says whose it was, by SCM_CREDENTIALS.
func messageFrom(conn *net.UnixConn) (*unix.Ucred, error) {
	room := make([]byte, unix.CmsgSpace(unix.SizeofUcred))
	_, n, _, _, err := conn.ReadMsgUnix(make([]byte, 1), room)
	if err != nil {
		return nil, err
	}
	messages, err := unix.ParseSocketControlMessage(room[:n])
	if err != nil {
		return nil, err
	}
	if len(messages) != 1 {
		return nil, fmt.Errorf("%w: %d of them", errControl, len(messages))
	}
	return unix.ParseUnixCredentials(&messages[0])
}

// sendCredentials sends a message with our credentials when asked, and then
// tries one with another's. The kernel does not take the sender's word: a pid
// must be its own, a user its real, effective or saved one, unless it has the
// privilege to lie (CAP_SYS_ADMIN, CAP_SETUID; unix(7)).
func sendCredentials(conn *net.UnixConn) error {
	if _, err := io.ReadFull(conn, make([]byte, 1)); err != nil {
		return err
	}
	me := unix.Ucred{Pid: int32(os.Getpid()), Uid: uint32(os.Geteuid()), Gid: uint32(os.Getegid())}
	fmt.Printf("client: sends a message as pid %d\n", me.Pid)
	if _, _, err := conn.WriteMsgUnix([]byte("1"), unix.UnixCredentials(&me), nil); err != nil {
		return err
	}
	me.Pid = 1 // the first process of all
	_, _, err := conn.WriteMsgUnix([]byte("2"), unix.UnixCredentials(&me), nil)
	if err != nil {
		fmt.Println("client: sends one as the first process of all:", errors.Unwrap(err))
	} else {
		fmt.Println("client: sends one as the first process of all, and may: it is root")
	}
	return nil
}
