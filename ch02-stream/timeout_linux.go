package stream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// unanswered is how long the kernel of the timeout example waits for an
// acknowledgement before it gives a connection up. By default it sends a
// segment again some 15 times, for 13 to 30 minutes (tcp(7), tcp_retries2).
const unanswered = time.Second

// setUserTimeout wraps setsockopt(2) with TCP_USER_TIMEOUT (tcp(7), RFC 5482):
// how long sent data, or a SYN, may go without an acknowledgement.
func setUserTimeout(conn syscall.Conn, d time.Duration) error {
	return control(conn, func(fd int) error {
		return os.NewSyscallError("setsockopt TCP_USER_TIMEOUT",
			unix.SetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, int(d.Milliseconds())))
	})
}

// TimedOut provokes ETIMEDOUT, "connection timed out": the kernel's verdict
// that a peer does not answer, where "i/o timeout" is a wish of the program's
// own. The three parts run at the same time and are told in turn.
func TimedOut(ctx context.Context, out io.Writer) error {
	parts := []func(context.Context) (string, error){unheardData, unheardSYN, impatientDial}
	type told struct {
		text string
		err  error
	}
	results := make([]chan told, len(parts))
	for i, part := range parts {
		results[i] = make(chan told, 1)
		go func() {
			text, err := part(ctx)
			results[i] <- told{text, err}
		}()
	}
	var failed error
	for _, result := range results {
		t := <-result
		failed = errors.Join(failed, t.err)
		if failed == nil {
			fmt.Fprint(out, t.text)
		}
	}
	return failed
}

// unheardData writes to a peer that hears nothing. Write succeeds, for it only
// hands the bytes to the kernel; the bad news comes with a later call.
func unheardData(ctx context.Context) (text string, err error) {
	err = withPair(ctx, func(client, server *net.TCPConn) error {
		if err := errors.Join(loseIncoming(server, 100), setUserTimeout(client, unanswered)); err != nil {
			return err
		}
		start := time.Now()
		n, err := client.Write([]byte("anybody?"))
		text = fmt.Sprintf("client: data: Write: %d bytes, %v\n", n, err)
		_, err = client.Read(make([]byte, 1))
		text += fmt.Sprintf("client: data: after %v: %v\n", time.Since(start).Round(100*time.Millisecond), err)
		text += verdict("data", err)
		// The kernel tells an error once. After that the socket is closed.
		_, err = client.Read(make([]byte, 1))
		text += fmt.Sprintf("client: data: Read again: %v\n", err)
		_, err = client.Write([]byte("anybody?"))
		text += fmt.Sprintf("client: data: Write again: %v\n", errors.Unwrap(err))
		return nil
	})
	return text, err
}

// verdict says what a program can learn from such an error. Timeout is true of
// every kind. The dialer's is os.ErrDeadlineExceeded in one run and
// context.DeadlineExceeded in the next, whichever timer was first: ask Timeout.
func verdict(part string, err error) string {
	var t net.Error
	return fmt.Sprintf("client: %s: Timeout() %t, ETIMEDOUT %t\n", part,
		errors.As(err, &t) && t.Timeout(), errors.Is(err, syscall.ETIMEDOUT))
}

// unheardSYN connects to a listener that hears nothing: the kernel sends SYN
// until TCP_USER_TIMEOUT ends it, or, by default, for some two minutes.
func unheardSYN(ctx context.Context) (string, error) {
	return dialDeaf(ctx, "SYN", net.Dialer{Control: func(_, _ string, raw syscall.RawConn) error {
		return setUserTimeout(rawConn{raw}, unanswered)
	}})
}

// impatientDial is cut short by the dialer's own limit.
func impatientDial(ctx context.Context) (string, error) {
	return dialDeaf(ctx, "dialer", net.Dialer{Timeout: unanswered / 2})
}

// dialDeaf dials a listener that hears nothing and says how that ended.
func dialDeaf(ctx context.Context, part string, d net.Dialer) (string, error) {
	ln, err := listenDeaf(ctx)
	if err != nil {
		return "", err
	}
	defer ln.Close()
	start := time.Now()
	conn, err := d.DialContext(ctx, "tcp", ln.Addr().String())
	if err == nil {
		_ = conn.Close()
		return "", errors.New("a listener that hears nothing has answered")
	}
	if ctx.Err() != nil {
		return "", context.Cause(ctx)
	}
	after := time.Since(start).Round(100 * time.Millisecond)
	return fmt.Sprintf("client: %s: after %v: %v\n", part, after, err) + verdict(part, err), nil
}

// listenDeaf returns a listener to which no SYN gets through.
func listenDeaf(ctx context.Context) (net.Listener, error) {
	lc := net.ListenConfig{Control: func(_, _ string, raw syscall.RawConn) error {
		return loseIncoming(rawConn{raw}, 100)
	}}
	lc.SetMultipathTCP(false) // Go's default since 1.24, and the kernel takes no filter on it
	return lc.Listen(ctx, "tcp", "127.0.0.1:0")
}

// A rawConn is the socket that a dialer or a listener hands to its Control
// function, before connect(2) or listen(2).
type rawConn struct{ syscall.RawConn }

func (r rawConn) SyscallConn() (syscall.RawConn, error) { return r.RawConn, nil }
