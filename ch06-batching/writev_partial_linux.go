package batching

import (
	"fmt"
	"io"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// consumed shows what WriteTo leaves of the slice: it moves past each buffer
// that has been written. The bytes of the buffers stay as they are; they are
// the caller's again when WriteTo returns.
func consumed(out io.Writer, conn *net.TCPConn) error {
	messages := net.Buffers{[]byte("one"), []byte("two")}
	kept := messages // another view of the same array, which WriteTo clears
	if _, err := messages.WriteTo(conn); err != nil {
		return err
	}
	fmt.Fprintf(out, "client: after WriteTo: %d buffers, and in a copy %q\n", len(messages), kept)
	return nil
}

// partialWritev calls writev(2) once on a non-blocking socket whose peer does
// not read, with more than both kernels' buffers hold. What it takes ends
// anywhere, in the middle of a buffer too (POSIX calls that a partial write):
// the caller has to find the place. net.Buffers does, and waits for room.
func partialWritev(out io.Writer, conn *net.TCPConn) error {
	raw, err := conn.SyscallConn()
	if err != nil {
		return err
	}
	const size = 64_000
	messages := make([][]byte, 500)
	for i := range messages {
		messages[i] = make([]byte, size)
	}
	var n int
	var callErr error
	err = raw.Control(func(fd uintptr) { n, callErr = unix.Writev(int(fd), messages) })
	if err == nil {
		err = os.NewSyscallError("writev", callErr)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "client: %d buffers of %d bytes to a peer that does not read\n", len(messages), size)
	fmt.Fprintf(out, "kernel: writev took about %d of %d bytes: about %.2f buffers\n",
		n, len(messages)*size, float64(n)/size)
	fmt.Fprintln(out, "client: the rest is mine to send again, from there on")
	return nil
}
