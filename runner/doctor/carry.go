package doctor

import (
	"context"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"

	"sockbook/runner/fault"
)

// loopback sends a byte over a TCP connection to this machine.
func loopback(addr string) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		err := carry(ctx, "tcp", addr)
		if err != nil && down() {
			return "", fault.New(sudo()+"ip link set lo up", "the loopback interface is down: %w", err)
		}
		return "", err
	}
}

// loopback6 is the same over IPv6, which a kernel may lack or keep switched
// off.
func loopback6(ctx context.Context) (string, error) {
	_, err := loopback("[::1]:0")(ctx)
	if err != nil && fault.Hint(err) == "" {
		return "", fault.New(ipv6Remedy(), "%w", err)
	}
	return "", err
}

// down reports whether the loopback interface is there and switched off, as in
// a network namespace that is new.
func down() bool {
	all, _ := net.Interfaces() // without them: not known to be down
	for _, i := range all {
		if i.Flags&net.FlagLoopback != 0 && runtime.GOOS == "linux" {
			return i.Flags&net.FlagUp == 0
		}
	}
	return false
}

// unixSocket sends one over a socket with a path.
func unixSocket(ctx context.Context) (string, error) {
	folder, err := os.MkdirTemp("", "doctor")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(folder)
	err = carry(ctx, "unix", filepath.Join(folder, "s"))
	if err != nil && runtime.GOOS == "windows" {
		return "", fault.New("Windows has them from version 1803 on", "%w", err)
	}
	return "", err
}

// carry sends a byte from one end of a connection to the other.
func carry(ctx context.Context, network, addr string) error {
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, network, addr)
	if err != nil {
		return err
	}
	defer ln.Close()
	go func() {
		if conn, err := ln.Accept(); err == nil {
			_, _ = conn.Write([]byte{1}) // a failure shows as a byte that does not arrive
			_ = conn.Close()
		}
	}()
	var d net.Dialer
	conn, err := d.DialContext(ctx, network, ln.Addr().String())
	if err != nil {
		return err
	}
	defer conn.Close()
	if deadline, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(deadline)
	}
	_, err = io.ReadFull(conn, make([]byte, 1))
	return err
}
