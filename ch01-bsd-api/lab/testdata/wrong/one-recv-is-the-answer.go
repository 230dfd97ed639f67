// Believes that one recv brings the answer.
//
// Replaces: client.go
// Caught by: TestAsk
// Says: one recv is not the answer

package byhand

import (
	"fmt"
	"syscall"
)

func Dial(sys System, l Layout, addr Inet4) (Socket, error) {
	conn, err := sys.Socket(int(l.Inet4), syscall.SOCK_STREAM, 0)
	if err != nil {
		return -1, fmt.Errorf("dial %v: %w", addr, err)
	}
	if err := sys.Connect(conn, l.EncodeInet4(addr)); err != nil {
		_ = sys.Close(conn)
		return -1, fmt.Errorf("dial %v: %w", addr, err)
	}
	return conn, nil
}

func Ask(sys System, conn Socket, text string) (answer string, err error) {
	if err := SendAll(sys, conn, []byte(text)); err != nil {
		return "", err
	}
	if err := sys.Shutdown(conn, syscall.SHUT_WR); err != nil {
		return "", fmt.Errorf("ask: %w", err)
	}
	buf := make([]byte, 4096)
	n, err := Receive(sys, conn, buf)
	return string(buf[:n]), err
}
