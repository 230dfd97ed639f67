package byhand

import (
	"fmt"
	"syscall"
)

// Dial makes a TCP socket and connects it to addr. l is the layout of sys's
// addresses.
//
// After an error, wrapped, no socket of Dial's is open. A connect that was
// Interrupted is an error like any other: it is not made again on the same
// socket, where the first still goes on.
func Dial(sys System, l Layout, addr Inet4) (Socket, error) {
	// BEGIN SOLUTION: socket, connect; close after an error
	conn, err := sys.Socket(int(l.Inet4), syscall.SOCK_STREAM, 0)
	if err != nil {
		return -1, fmt.Errorf("dial %v: %w", addr, err)
	}
	if err := sys.Connect(conn, l.EncodeInet4(addr)); err != nil {
		_ = sys.Close(conn) // err says more
		return -1, fmt.Errorf("dial %v: %w", addr, err)
	}
	return conn, nil
	// END SOLUTION
}

// Ask sends text, ends its own direction, and returns all that the peer sends
// until it ends the other. text is short, a few kilobytes: the buffers of the
// two kernels hold it until it is read. conn stays open.
//
// After an error, SendAll's, Shutdown's or Receive's, the answer is what had
// come.
func Ask(sys System, conn Socket, text string) (answer string, err error) {
	// BEGIN SOLUTION: send, shut down, receive to the end
	if err := SendAll(sys, conn, []byte(text)); err != nil {
		return "", err
	}
	if err := sys.Shutdown(conn, syscall.SHUT_WR); err != nil {
		return "", fmt.Errorf("ask: %w", err)
	}
	var all []byte
	buf := make([]byte, 4096)
	for {
		n, err := Receive(sys, conn, buf)
		if err != nil || n == 0 {
			return string(all), err
		}
		all = append(all, buf[:n]...)
	}
	// END SOLUTION
}
