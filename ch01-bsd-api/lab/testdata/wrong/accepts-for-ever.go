// Believes that a server never gives up.
//
// Replaces: server.go
// Caught by: TestServeStops, TestServeGoesOn
// Says: a loop needs a way out

package byhand

import (
	"fmt"
	"syscall"
)

func Listen(sys System, l Layout, addr Inet4) (listener Socket, at Inet4, err error) {
	listener, err = sys.Socket(int(l.Inet4), syscall.SOCK_STREAM, 0)
	if err != nil {
		return -1, Inet4{}, fmt.Errorf("listen on %v: %w", addr, err)
	}
	defer func() {
		if err != nil {
			_ = sys.Close(listener)
			listener, err = -1, fmt.Errorf("listen on %v: %w", addr, err)
		}
	}()
	if err := sys.Bind(listener, l.EncodeInet4(addr)); err != nil {
		return listener, Inet4{}, err
	}
	if err := sys.Listen(listener, syscall.SOMAXCONN); err != nil {
		return listener, Inet4{}, err
	}
	buf := make([]byte, Room)
	size, err := sys.Getsockname(listener, buf)
	if err != nil {
		return listener, Inet4{}, err
	}
	at, err = l.DecodeInet4(buf, size)
	return listener, at, err
}

func Serve(sys System, listener Socket) error {
	for {
		conn, err := sys.Accept(listener)
		if err != nil {
			continue
		}
		_ = Echo(sys, conn)
		_ = sys.Close(conn)
	}
}

func Echo(sys System, conn Socket) error {
	buf := make([]byte, 4096)
	for {
		n, err := Receive(sys, conn, buf)
		if err != nil || n == 0 {
			return err
		}
		if err := SendAll(sys, conn, buf[:n]); err != nil {
			return err
		}
	}
}
