package byhand

import (
	"errors"
	"fmt"
	"syscall"
)

// Listen makes a TCP socket that listens on addr, and returns it with the
// address that it has: where addr's port is 0, with the port that the system
// chose. Up to syscall.SOMAXCONN peers may wait. l is the layout of sys's
// addresses.
//
// After an error, wrapped, no socket of Listen's is open.
func Listen(sys System, l Layout, addr Inet4) (listener Socket, at Inet4, err error) {
	// BEGIN SOLUTION: socket, bind, listen, getsockname; close after an error
	listener, err = sys.Socket(int(l.Inet4), syscall.SOCK_STREAM, 0)
	if err != nil {
		return -1, Inet4{}, fmt.Errorf("listen on %v: %w", addr, err)
	}
	defer func() {
		if err != nil {
			_ = sys.Close(listener) // err is what the caller can do something about
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
	// END SOLUTION
}

// Serve accepts one connection after the other, has Echo answer it to its end,
// and closes it. What goes wrong on one is no matter of the next.
//
// An accept that was Interrupted, or whose connection was Aborted, is made
// again. Serve returns the first other error of accept, wrapped. The listener
// stays open: it is the caller's.
func Serve(sys System, listener Socket) error {
	// BEGIN SOLUTION: accept, echo, close, for ever
	for {
		conn, err := sys.Accept(listener)
		switch {
		case errors.Is(err, Interrupted), errors.Is(err, Aborted):
			continue
		case err != nil:
			return fmt.Errorf("serve: %w", err)
		}
		_ = Echo(sys, conn) // the peer has seen it, and the next one need not
		_ = sys.Close(conn) // it is gone, whatever is said of it
	}
	// END SOLUTION
}

// Echo sends back what comes on conn, at once, until the peer has ended its
// direction. It neither closes conn nor shuts it down.
//
// Errors: Receive's and SendAll's, after which it does nothing more.
func Echo(sys System, conn Socket) error {
	// BEGIN SOLUTION: receive and send until the end
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
	// END SOLUTION
}
