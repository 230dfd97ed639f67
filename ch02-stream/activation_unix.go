//go:build unix

package stream

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
)

// activation binds before there is a server: the way of systemd's socket
// units, inetd's "wait", and of restarts that turn no client away. The queue
// belongs to the socket and not to the process, so a client that connects in
// between waits in it until the heir accepts.
func activation(ctx context.Context, out io.Writer) error {
	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer ln.Close()
	file, err := ln.(*net.TCPListener).File()
	if err != nil {
		return err
	}
	defer file.Close()
	fmt.Fprintf(out, "server: listening on %v, to hand over\n", ln.Addr())
	client, err := Dial(ctx, ln.Addr().String())
	if err != nil {
		return err
	}
	defer client.Close()
	fmt.Fprintln(out, "client: connected, and nobody has accepted")
	if err := inheritor(ctx, out, file); err != nil {
		return err
	}

	// What a Go program does with descriptor 3, here with our own copy.
	heir, err := net.FileListener(file)
	if err != nil {
		return err
	}
	defer heir.Close()
	fmt.Fprintln(out, "server: closes its listener:", ln.Close())
	conn, err := heir.Accept()
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "heir: accepted %v from the same queue\n", conn.RemoteAddr())
	return conn.Close()
}

// inheritor starts a program that finds the listener as descriptor 3 and the
// number of such descriptors in LISTEN_FDS. (A service that asks
// sd_listen_fds(3) wants its own pid in LISTEN_PID as well.) This one is a
// shell, which can only look; peers/c/epoll_server.c serves.
func inheritor(ctx context.Context, out io.Writer, listener *os.File) error {
	child := exec.CommandContext(ctx, "sh", "-c", `
		[ -S /dev/fd/3 ] && is="is" || is="is not"
		echo "child: pid $$, LISTEN_FDS=$LISTEN_FDS, descriptor 3 $is a socket"`)
	child.Env = append(os.Environ(), "LISTEN_FDS=1")
	child.ExtraFiles = []*os.File{listener} // becomes 3: 0, 1 and 2 are taken
	text, err := child.Output()
	if err != nil {
		return err
	}
	fmt.Fprintln(out, strings.TrimSpace(string(text)))
	return nil
}
