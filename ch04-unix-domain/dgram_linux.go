package unixdomain

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"golang.org/x/sys/unix"
)

// Dgram shows how datagrams between processes differ from UDP's: none is lost
// or overtakes another, a sender that is too fast is held up, and one without
// a name cannot be answered.
func Dgram(ctx context.Context, out io.Writer) error {
	return onStage(func(s stage) error {
		receiver, err := net.ListenUnixgram("unixgram", s.addr("unixgram", "inbox"))
		if err != nil {
			return err
		}
		defer receiver.Close()
		defer context.AfterFunc(ctx, func() { _ = receiver.Close() })()
		_ = receiver.SetDeadline(time.Now().Add(allotted)) // fails only on a closed socket
		err = whoWrites(out, s, receiver)
		if err == nil {
			err = holdsUp(out, s, receiver)
		}
		if ctx.Err() != nil { // which has closed receiver, and so made err
			return context.Cause(ctx)
		}
		return err
	})
}

// whoWrites sends from a socket without a name and from one with. Only bind
// gives a name: connect and send do not, as they do in UDP.
func whoWrites(out io.Writer, s stage, receiver *net.UnixConn) error {
	for _, local := range []*net.UnixAddr{nil, s.addr("unixgram", "outbox")} {
		sender, err := net.DialUnix("unixgram", local, s.addr("unixgram", "inbox"))
		if err != nil {
			return err
		}
		defer sender.Close()
		if _, err := sender.Write([]byte("question")); err != nil {
			return err
		}
		buf := make([]byte, 64)
		n, from, err := receiver.ReadFromUnix(buf)
		if err != nil {
			return err
		}
		if from == nil || from.Name == "" {
			fmt.Fprintf(out, "receiver: %q from a socket without a name: no way to answer\n", buf[:n])
			continue
		}
		_, err = receiver.WriteToUnix([]byte("answer"), from)
		outcome(out, "receiver", fmt.Sprintf("%q from outbox; answer", buf[:n]), err)
		_ = sender.SetReadDeadline(time.Now().Add(allotted)) // fails only on a closed socket
		n, err = sender.Read(buf)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "sender: got %q\n", buf[:n])
	}
	return nil
}

// holdsUp sends while nobody reads, until the kernel takes no more, and then
// reads: every datagram that was taken is there, in order.
func holdsUp(out io.Writer, s stage, receiver *net.UnixConn) error {
	sender, err := net.DialUnix("unixgram", nil, s.addr("unixgram", "inbox"))
	if err != nil {
		return err
	}
	defer sender.Close()
	sent := 0
	for err == nil {
		if err = sendNow(sender, fmt.Appendf(nil, "%d", sent)); err == nil {
			sent++
		}
	}
	fmt.Fprintf(out, "sender: about %d taken, nobody reads\n", sent)
	outcome(out, "sender", "one more, without waiting", err)
	if !errors.Is(err, unix.EAGAIN) {
		return err
	}
	waiting := make(chan error, 1)
	go func() {
		_ = sender.SetWriteDeadline(time.Now().Add(allotted)) // fails only on a closed socket
		_, err := sender.Write(fmt.Appendf(nil, "%d", sent))
		waiting <- err
	}()
	if err := drainInOrder(receiver, sent+1); err != nil {
		return errors.Join(err, sender.Close(), <-waiting)
	}
	fmt.Fprintln(out, "receiver: all of them, and one more, in order")
	err = <-waiting
	outcome(out, "sender", "the one more, waiting until there was room", err)
	return err
}

// sendNow is send(2) with MSG_DONTWAIT: Write would wait for room.
func sendNow(conn *net.UnixConn, p []byte) error {
	raw, err := conn.SyscallConn()
	if err != nil {
		return err
	}
	var sendErr error
	err = raw.Control(func(fd uintptr) {
		sendErr = unix.Sendto(int(fd), p, unix.MSG_DONTWAIT, nil)
	})
	return errors.Join(err, sendErr)
}

// drainInOrder reads the numbers from 0 to n-1.
func drainInOrder(receiver *net.UnixConn, n int) error {
	buf := make([]byte, 64)
	for i := range n {
		got, err := receiver.Read(buf)
		if err != nil {
			return err
		}
		if string(buf[:got]) != fmt.Sprint(i) {
			return fmt.Errorf("datagram %s came where %d should", buf[:got], i)
		}
	}
	return nil
}
