//go:build !linux

package stream

import (
	"context"
	"net"
	"runtime"
)

func tableState(local, remote net.Addr) (string, error) {
	return "", missing{what: "reading the kernel's table of connections needs Linux's /proc/net/tcp; this is " + runtime.GOOS}
}

func awaitTable(ctx context.Context, local, remote net.Addr, want string) error {
	_, err := tableState(local, remote)
	return err
}
