//go:build unix

package stream

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// Urgent shows TCP's out-of-band data: one byte that leaves the stream it was
// sent in. RFC 9293 section 3.8.5 tells new programs not to use it: systems
// disagree on where the mark is and what a second urgent byte does to the
// first, and middleboxes clear the flag (RFC 6093 section 3).
func Urgent(ctx context.Context, out io.Writer) error {
	for _, story := range []struct {
		title string
		sends []urgentSend
		tell  func(server *net.TCPConn, out io.Writer) error
	}{
		{"one urgent byte", []urgentSend{{"ab", 0}, {"!", unix.MSG_OOB}, {"cd", 0}}, outOfBand},
		{"two urgent bytes", []urgentSend{{"a", 0}, {"1", unix.MSG_OOB}, {"2", unix.MSG_OOB}, {"b", 0}}, twoUrgent},
		{"one urgent byte, SO_OOBINLINE", []urgentSend{{"ab", 0}, {"!", unix.MSG_OOB}, {"cd", 0}}, urgentInline},
	} {
		fmt.Fprintln(out, story.title)
		server, err := afterSends(ctx, story.sends, out)
		if err != nil {
			return err
		}
		err = story.tell(server, out)
		_ = server.Close() // the story is over
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// An urgentSend is one send(2): its bytes and its flags.
type urgentSend struct {
	text  string
	flags int
}

// outOfBand reads a stream from which the kernel has taken the urgent byte.
func outOfBand(server *net.TCPConn, out io.Writer) error {
	buf := make([]byte, 16)
	n, err := server.Read(buf) // Linux ends a read at the mark
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "server: read → %q, and no further: the next byte is urgent\n", buf[:n])
	mark, err := atMark(server)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "server: ioctl SIOCATMARK → %v\n", mark)
	for range 2 { // the byte is kept once, and apart from the stream
		text, err := receive(server, unix.MSG_OOB)
		fmt.Fprintf(out, "server: recv MSG_OOB → %q, %v\n", text, err)
	}
	return readRest(server, out)
}

// twoUrgent reads a stream with two urgent bytes: TCP's header has one urgent
// pointer, so the second takes the first one's place. Linux returns the first
// to the stream; elsewhere it may be lost.
func twoUrgent(server *net.TCPConn, out io.Writer) error {
	text, err := receive(server, unix.MSG_OOB)
	fmt.Fprintf(out, "server: recv MSG_OOB → %q, %v\n", text, err)
	return readRest(server, out)
}

// urgentInline leaves the urgent byte where it was sent (SO_OOBINLINE,
// socket(7)), as RFC 6093 section 6 requires of a program that still uses it.
func urgentInline(server *net.TCPConn, out io.Writer) error {
	err := control(server, func(fd int) error {
		return os.NewSyscallError("setsockopt", unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_OOBINLINE, 1))
	})
	if err != nil {
		return err
	}
	return readRest(server, out)
}

func readRest(server *net.TCPConn, out io.Writer) error {
	rest, err := io.ReadAll(server)
	fmt.Fprintf(out, "server: read to the end → %q\n", rest)
	return err
}

// atMark wraps ioctl(2) with SIOCATMARK, POSIX's sockatmark(3): has reading
// come to the place in the stream where the urgent byte was sent?
func atMark(conn *net.TCPConn) (mark bool, err error) {
	err = control(conn, func(fd int) error {
		n, err := unix.IoctlGetInt(fd, unix.SIOCATMARK)
		mark = n != 0
		return os.NewSyscallError("ioctl", err)
	})
	return mark, err
}

// receive wraps recv(2) on what has already arrived.
func receive(conn *net.TCPConn, flags int) (text []byte, err error) {
	buf := make([]byte, 16)
	err = control(conn, func(fd int) error {
		n, _, err := unix.Recvfrom(fd, buf, flags)
		text = buf[:max(n, 0)]
		return os.NewSyscallError("recv", err)
	})
	return text, err
}

// afterSends returns the server's end of a connection on which a client has
// sent and closed.
func afterSends(ctx context.Context, sends []urgentSend, out io.Writer) (*net.TCPConn, error) {
	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	defer ln.Close()
	client, err := Dial(ctx, ln.Addr().String())
	if err != nil {
		return nil, err
	}
	defer client.Close()
	for _, m := range sends {
		err := control(client, func(fd int) error {
			return os.NewSyscallError("send", unix.Send(fd, []byte(m.text), m.flags))
		})
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(out, "client: send %q%s\n", m.text, map[int]string{unix.MSG_OOB: ", MSG_OOB"}[m.flags])
	}
	// With SO_LINGER, close returns once the receiver's kernel has acknowledged
	// every byte and the FIN: the server finds all of it there (socket(7)).
	if err := client.SetLinger(5); err != nil {
		return nil, err
	}
	if err := client.Close(); err != nil {
		return nil, err
	}
	return ln.(*net.TCPListener).AcceptTCP()
}
