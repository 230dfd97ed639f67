//go:build unix

package unixdomain

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// init plays the child of [SocketPair] in a process that was started for it.
func init() { playPart("socketpair", shout) }

// SocketPair shows socketpair(2): two ends, connected, without names, listen
// or accept. One end goes to a child as its descriptor 3, and works in both
// directions, where pipe(2) would take two pairs.
func SocketPair(ctx context.Context, out io.Writer) error {
	fds, err := cloexecPair(unix.SOCK_STREAM)
	if err != nil {
		return err
	}
	theirs := os.NewFile(uintptr(fds[1]), "theirs")
	defer theirs.Close()
	ours, err := unixConn(os.NewFile(uintptr(fds[0]), "ours"))
	if err != nil {
		return err
	}
	defer ours.Close()
	defer context.AfterFunc(ctx, func() { _ = ours.Close() })()
	_ = ours.SetDeadline(time.Now().Add(allotted)) // fails only on a closed socket
	fmt.Fprintf(out, "parent: a pair; the name of our end is %q\n", strings.TrimPrefix(ours.LocalAddr().String(), "@"))

	child, err := startPart(ctx, "socketpair", withFiles(theirs))
	if err != nil {
		return err
	}
	defer child.kill()
	// As long as we hold a copy of the child's end, its death would not end
	// the stream.
	if err := theirs.Close(); err != nil {
		return err
	}
	err = talk(out, ours)
	if err == nil {
		err = child.finish(out)
	}
	if ctx.Err() != nil { // which has closed our end and killed the child
		return context.Cause(ctx)
	}
	return err
}

// talk sends two lines to the child, ends our direction, and reads to the end.
func talk(out io.Writer, ours *net.UnixConn) error {
	answers := bufio.NewScanner(ours)
	for _, line := range []string{"hello, child", "the same descriptor both ways"} {
		if _, err := fmt.Fprintln(ours, line); err != nil {
			return err
		}
		if !answers.Scan() {
			return errors.Join(answers.Err(), io.ErrUnexpectedEOF)
		}
		fmt.Fprintf(out, "parent: sent %q, got %q\n", line, answers.Text())
	}
	if err := ours.CloseWrite(); err != nil {
		return err
	}
	if answers.Scan() {
		return fmt.Errorf("nothing was asked, and %q came", answers.Text())
	}
	fmt.Fprintln(out, "parent: ended our direction; the child's ended too")
	return answers.Err()
}

// shout is the child: it answers each line in capitals, until there are none.
func shout() error {
	conn, err := inheritedConn(3)
	if err != nil {
		return err
	}
	defer conn.Close()
	lines := bufio.NewScanner(conn)
	for lines.Scan() {
		if _, err := fmt.Fprintln(conn, strings.ToUpper(lines.Text())); err != nil {
			return err
		}
	}
	return lines.Err()
}
