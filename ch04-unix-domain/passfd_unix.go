//go:build unix

package unixdomain

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

const readerPart = "reader"

func init() { playPart(readerPart, reader) }

// PassFD hands an open file to another process: one that has no path to it any
// more, and shares how far it has been read.
func PassFD(ctx context.Context, out io.Writer) error {
	letter, err := openLetter()
	if err != nil {
		return err
	}
	defer letter.Close()
	fmt.Fprintln(out, "giver: opened a file to read, and removed its name")
	conn, far, err := streamPair()
	if err != nil {
		return err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	taker, err := startPart(ctx, readerPart, withFiles(far))
	_ = far.Close() // the child's now, or nobody's
	if err != nil {
		return err
	}
	defer taker.kill()
	err = shareLetter(out, letter, conn, taker)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// shareLetter reads a line, lets the other process read one, and reads again.
func shareLetter(out io.Writer, letter *os.File, conn *net.UnixConn, taker *player) error {
	if err := tellLine(out, "giver: reads", letter); err != nil {
		return err
	}
	if err := withDescriptors([]*os.File{letter}, nil, func(fds []int) error {
		fmt.Fprintf(out, "giver: pid %d sends its fd %d as \"letter\"\n", os.Getpid(), fds[0])
		return nil
	}); err != nil {
		return err
	}
	if err := SendFiles(conn, Named{"letter", letter}); err != nil {
		return err
	}
	for range 3 {
		if err := taker.say(out); err != nil {
			return err
		}
	}
	if err := tellLine(out, "giver: reads", letter); err != nil {
		return err
	}
	if err := taker.finish(out); err != nil {
		return err
	}
	return letter.Close()
}

// reader is the other process: descriptor 3 is its end of the connection.
func reader() error {
	conn, err := inheritedConn(3)
	if err != nil {
		return err
	}
	defer conn.Close()
	files, err := ReceiveFiles(conn, 1)
	if err != nil {
		return err
	}
	if len(files) != 1 {
		return errors.New("nothing was sent")
	}
	letter := files[0].File
	defer letter.Close()
	fmt.Printf("taker: pid %d has %q as its fd %d\n", os.Getpid(), files[0].Name, letter.Fd())
	if err := tellLine(os.Stdout, "taker: reads", letter); err != nil {
		return err
	}
	// Rights are checked when a file is opened, and stay as they were then.
	_, err = unix.Write(int(letter.Fd()), []byte("x"))
	fmt.Println("taker: writes:", err)
	return nil
}

// openLetter is a file of three lines, open for reading, that has no name.
func openLetter() (*os.File, error) {
	f, err := os.CreateTemp("", "letter")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	defer os.Remove(f.Name())
	if _, err := f.WriteString("line 1\nline 2\nline 3\n"); err != nil {
		return nil, err
	}
	return os.Open(f.Name())
}

// tellLine reads the 7 bytes of a line, and not one more.
func tellLine(out io.Writer, who string, letter *os.File) error {
	line := make([]byte, len("line 1\n"))
	if _, err := io.ReadFull(letter, line); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s %q\n", who, line)
	return nil
}

// streamPair is socketpair(2): two connected ends without a name, one to use
// here, the other as a file for another process.
func streamPair() (*net.UnixConn, *os.File, error) {
	fds, err := cloexecPair(unix.SOCK_STREAM)
	if err != nil {
		return nil, nil, err
	}
	near, far := os.NewFile(uintptr(fds[0]), "near"), os.NewFile(uintptr(fds[1]), "far")
	conn, err := unixConn(near)
	if err != nil {
		_ = far.Close()
		return nil, nil, err
	}
	return conn, far, conn.SetDeadline(time.Now().Add(partTime))
}
