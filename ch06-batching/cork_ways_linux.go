package batching

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

func corkJoined(conn *net.TCPConn, message []byte) error {
	_, err := conn.Write(bytes.Repeat(message, corkCount))
	return err
}

func corkBuffers(conn *net.TCPConn, message []byte) error {
	all := make(net.Buffers, corkCount)
	for i := range all {
		all[i] = message
	}
	_, err := all.WriteTo(conn)
	return err
}

func corkEach(conn *net.TCPConn, message []byte) error {
	for range corkCount {
		if _, err := conn.Write(message); err != nil {
			return err
		}
	}
	return nil
}

// corkNagle lets the first message go at once. While it is not acknowledged
// the others collect in the kernel (RFC 9293 section 3.7.4).
func corkNagle(conn *net.TCPConn, message []byte) error {
	if err := conn.SetNoDelay(false); err != nil {
		return err
	}
	return corkEach(conn, message)
}

// corkDrawn holds back every segment that is not full. TCP_CORK is stronger
// than TCP_NODELAY. To clear it sends what there is (tcp(7)).
func corkDrawn(conn *net.TCPConn, message []byte) error {
	if err := setOption(conn, unix.IPPROTO_TCP, unix.TCP_CORK, 1); err != nil {
		return err
	}
	if err := corkEach(conn, message); err != nil {
		return err
	}
	return setOption(conn, unix.IPPROTO_TCP, unix.TCP_CORK, 0)
}

// corkPushed sets TCP_NODELAY where it is set already: that sends what there
// is, once, and the cork stays (tcp(7)).
func corkPushed(conn *net.TCPConn, message []byte) error {
	if err := setOption(conn, unix.IPPROTO_TCP, unix.TCP_CORK, 1); err != nil {
		return err
	}
	if err := corkEach(conn, message); err != nil {
		return err
	}
	return conn.SetNoDelay(true)
}

// corkMore says of each message but the last that more is to come (send(2)):
// a cork for one call, which none can forget to draw.
func corkMore(conn *net.TCPConn, message []byte) error {
	return control(conn, func(fd int) error {
		for i := range corkCount {
			flags := unix.MSG_MORE
			if i == corkCount-1 {
				flags = 0
			}
			if err := unix.Sendto(fd, message, flags, nil); err != nil {
				return os.NewSyscallError("send", err)
			}
		}
		return nil
	})
}

// corkForgotten waits for a message under a cork that nobody draws. The kernel
// does, 200 ms after it was first held up (tcp(7)).
func corkForgotten(out io.Writer, client, server *net.TCPConn) error {
	if err := setOption(client, unix.IPPROTO_TCP, unix.TCP_CORK, 1); err != nil {
		return err
	}
	start := time.Now()
	if _, err := client.Write(make([]byte, corkSize)); err != nil {
		return err
	}
	if _, err := io.ReadFull(server, make([]byte, corkSize)); err != nil {
		return err
	}
	fmt.Fprintf(out, "client: a message under a cork that nobody draws\n")
	fmt.Fprintf(out, "server: it comes after %v\n", time.Since(start).Round(time.Millisecond))
	return nil
}
