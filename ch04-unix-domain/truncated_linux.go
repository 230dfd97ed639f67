package unixdomain

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

const fullPart = "full"

func init() { playPart(fullPart, fullTable) }

// Truncated sends five descriptors to receivers without room for five: one by
// hand, with the kernel's flag; ReceiveFiles; and a process whose table is
// full. Each time the pipe that they all refer to tells whether one is left.
func Truncated(ctx context.Context, out io.Writer) error {
	for _, take := range []func(context.Context, io.Writer, *net.UnixConn, *os.File) error{byHand, byReceiveFiles, intoFullTable} {
		err := fiveEnds(ctx, out, take)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// fiveEnds sends five copies of a pipe's end, lets take receive them, and sees
// whether the pipe has ended: that is when nobody holds that end any more.
func fiveEnds(ctx context.Context, out io.Writer, take func(context.Context, io.Writer, *net.UnixConn, *os.File) error) error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	defer r.Close()
	defer w.Close()
	defer context.AfterFunc(ctx, func() { _ = r.Close() })()
	conn, far, err := streamPair()
	if err != nil {
		return err
	}
	defer conn.Close()
	defer far.Close()
	end := Named{"end", w}
	if err := SendFiles(conn, end, end, end, end, end); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	if err := take(ctx, out, conn, far); err != nil {
		return err
	}
	if _, err := r.Read(make([]byte, 1)); err != io.EOF {
		return fmt.Errorf("the pipe has not ended: %w", err)
	}
	fmt.Fprintln(out, "pipe: has ended: none of the five is open")
	return nil
}

// byHand makes room for one descriptor, padded as CMSG_SPACE(3) pads it: what
// the kernel puts there is open, whether one knows of it or not.
func byHand(_ context.Context, out io.Writer, _ *net.UnixConn, far *os.File) error {
	room := make([]byte, unix.CmsgSpace(4))
	_, n, flags, _, err := unix.Recvmsg(int(far.Fd()), make([]byte, 64), room, unix.MSG_CMSG_CLOEXEC)
	if err != nil {
		return os.NewSyscallError("recvmsg", err)
	}
	fds, err := descriptors(room[:n])
	closeDescriptors(fds)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "kernel: room for 1 of 5, padded to 8 bytes: %d come, MSG_CTRUNC %t\n", len(fds), truncated(flags))
	return nil
}

// byReceiveFiles allows two of the five.
func byReceiveFiles(_ context.Context, out io.Writer, _ *net.UnixConn, far *os.File) error {
	conn, err := unixConn(far)
	if err != nil {
		return err
	}
	defer conn.Close()
	files, err := ReceiveFiles(conn, 2)
	fmt.Fprintf(out, "receiver: allows 2 of 5: %v; files: %d\n", err, len(files))
	return CloseFiles(files)
}

// intoFullTable lets a process receive that may not open five more.
func intoFullTable(ctx context.Context, out io.Writer, conn *net.UnixConn, far *os.File) error {
	child, err := startPart(ctx, fullPart, withFiles(far))
	if err != nil {
		return err
	}
	defer child.kill()
	return errors.Join(child.finish(out), far.Close(), conn.Close())
}

// fullTable lowers the limit on this process's descriptors to those it has and
// two more, and receives five.
func fullTable() error {
	conn, err := inheritedConn(3)
	if err != nil {
		return err
	}
	defer conn.Close()
	free, err := unix.FcntlInt(0, unix.F_DUPFD_CLOEXEC, 0) // the lowest number that is free
	if err != nil {
		return os.NewSyscallError("fcntl", err)
	}
	_ = unix.Close(free)
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: uint64(free) + 2, Max: uint64(free) + 2}); err != nil {
		return os.NewSyscallError("setrlimit", err)
	}
	files, err := ReceiveFiles(conn, 5)
	fmt.Printf("full: allows 5, its table has no room: %v; files: %d\n", err, len(files))
	return CloseFiles(files)
}
