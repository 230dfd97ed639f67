package bsdapi

import (
	"context"
	"fmt"
	"io"
	"net/netip"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// showRoute connects a UDP socket, which sends nothing: connect(2) looks up
// the route and gives the socket the local address that goes with it, and
// getsockname tells. It is the portable way to learn one's own address towards
// another machine; which interface that is, and by what router, ip(8) says.
func showRoute(ctx context.Context, out io.Writer, to netip.Addr) error {
	return withSockets(ctx, func(s *sockets) error {
		fd, err := s.keep(unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0))
		if err != nil {
			return os.NewSyscallError("socket", err)
		}
		if err := unix.Connect(fd, at(to, 9)); err != nil {
			fmt.Fprintf(out, "kernel: to %-14v %s\n", to, outcome(0, err))
			return nil
		}
		from, err := nameOf(fd)
		if err != nil {
			return err
		}
		route, err := ip(ctx, "route get "+to.String())
		if err != nil {
			return err
		}
		by := after(route, "dev")
		if router := after(route, "via"); router != "" {
			by += ", router " + router
		}
		fmt.Fprintf(out, "kernel: to %-14v from %v by %s\n", to, netip.AddrFrom4(from.Addr), by)
		return nil
	})
}

// after is the word that follows key: "192.0.2.7 dev front src 192.0.2.10".
func after(text, key string) string {
	words := strings.Fields(text)
	for i, word := range words[:max(len(words)-1, 0)] {
		if word == key {
			return words[i+1]
		}
	}
	return ""
}
