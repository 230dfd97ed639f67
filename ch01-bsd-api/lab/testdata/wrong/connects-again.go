// Believes that every interrupted call is made again.
//
// Replaces: client.go
// Caught by: TestDialGivesBack
// Says: a connect that was interrupted goes on by itself

package byhand

import (
	"errors"
	"fmt"
	"syscall"
)

func Dial(sys System, l Layout, addr Inet4) (Socket, error) {
	conn, err := sys.Socket(int(l.Inet4), syscall.SOCK_STREAM, 0)
	if err != nil {
		return -1, fmt.Errorf("dial %v: %w", addr, err)
	}
	err = sys.Connect(conn, l.EncodeInet4(addr))
	for errors.Is(err, Interrupted) {
		err = sys.Connect(conn, l.EncodeInet4(addr))
	}
	if err != nil {
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
	var all []byte
	buf := make([]byte, 4096)
	for {
		n, err := Receive(sys, conn, buf)
		if err != nil || n == 0 {
			return string(all), err
		}
		all = append(all, buf[:n]...)
	}
}
