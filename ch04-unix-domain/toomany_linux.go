package unixdomain

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

const (
	senderPart = "sender"

	// senderFiles is how many descriptors the sender may have open, and, by
	// the same number, have under way: sent, and not yet received.
	senderFiles = 64
)

func init() { playPart(senderPart, sender) }

// TooMany sends more descriptors than fit into a message, and then more than a
// user may have under way in sockets that nobody reads. Without that bound a
// process could keep any number of files open, one closed descriptor each.
func TooMany(ctx context.Context, out io.Writer) error {
	child, err := startPart(ctx, senderPart, inUserNamespace)
	if err != nil {
		if errors.Is(err, unix.EPERM) || errors.Is(err, unix.ENOSPC) {
			return missing{what: "root is not bounded, and this system makes no user namespace for it",
				remedy: "run it as another user than root"}
		}
		return err
	}
	defer child.kill()
	err = child.finish(out)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// inUserNamespace takes root's privileges from a process. The bound holds for
// all but CAP_SYS_RESOURCE and CAP_SYS_ADMIN (unix(7), ETOOMANYREFS).
func inUserNamespace(cmd *exec.Cmd) {
	if os.Geteuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUSER}
	}
}

// sender sends the end of a pipe to itself.
func sender() error {
	limit := unix.Rlimit{Cur: senderFiles, Max: senderFiles}
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		return os.NewSyscallError("setrlimit", err)
	}
	conn, far, err := streamPair()
	if err != nil {
		return err
	}
	defer conn.Close()
	receiver, err := unixConn(far)
	if err != nil {
		return err
	}
	defer receiver.Close()
	_ = receiver.SetDeadline(time.Now().Add(partTime))
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	defer r.Close()
	defer w.Close()
	if err := oneMessage(conn, w); err != nil {
		return err
	}
	return underWay(conn, receiver, Named{"end", w})
}

// oneMessage puts one descriptor more into a message than it may have.
func oneMessage(conn *net.UnixConn, w *os.File) error {
	fds := make([]int, MaxFiles+1)
	for i := range fds {
		fds[i] = int(w.Fd())
	}
	_, _, err := conn.WriteMsgUnix([]byte("x"), unix.UnixRights(fds...), nil)
	if err == nil {
		return errors.New("the kernel took them")
	}
	fmt.Printf("sender: %d in one message: %v\n", len(fds), errors.Unwrap(err))
	return nil
}

// underWay sends one message after the other, until the kernel refuses.
func underWay(conn, receiver *net.UnixConn, end Named) error {
	fmt.Printf("sender: may have %d descriptors open\n", senderFiles)
	sent := 0
	for ; sent <= 2*senderFiles; sent++ {
		err := SendFiles(conn, end)
		if err == nil {
			continue
		}
		if !errors.Is(err, unix.ETOOMANYREFS) {
			return err
		}
		fmt.Printf("sender: about %d are under way, and the next: %v\n", sent, errors.Unwrap(err))
		break
	}
	for range sent {
		files, err := ReceiveFiles(receiver, 1)
		if err != nil {
			return err
		}
		if err := CloseFiles(files); err != nil {
			return err
		}
	}
	fmt.Println("receiver: has taken them all, and closed each")
	if err := SendFiles(conn, end); err != nil {
		return err
	}
	fmt.Println("sender: sends again, and may")
	return nil
}
