//go:build unix

package unixdomain

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// Activation starts a service when its first client is there: the activator
// holds the listeners, the service is started with them, serves who waits and
// ends; and again. At last it is started with descriptors meant for another.
func Activation(ctx context.Context, out io.Writer) error {
	dir, err := os.MkdirTemp("", "act")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var lc net.ListenConfig
	chat, err := lc.Listen(ctx, "unix", filepath.Join(dir, "s"))
	if err != nil {
		return err
	}
	defer chat.Close()
	admin, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer admin.Close()
	fmt.Fprintf(out, "activator: \"chat\" is a path, \"admin\" is %v\n", admin.Addr())
	err = activateTwice(ctx, out, chat, admin)
	if err == nil {
		err = notForMe(ctx, out, chat)
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// activateTwice has two clients for the first service, one for the second.
func activateTwice(ctx context.Context, out io.Writer, chat, admin net.Listener) error {
	files, err := listenerFiles(chat, admin)
	if err != nil {
		return err
	}
	defer func() { _ = CloseFiles(files) }() // duplicates
	for _, called := range [][]net.Listener{{chat, admin}, {chat}} {
		var clients []net.Conn
		for _, ln := range called {
			client, err := callIn(ctx, out, ln)
			if err != nil {
				return err
			}
			defer client.Close()
			defer context.AfterFunc(ctx, func() { _ = client.Close() })()
			clients = append(clients, client)
		}
		fmt.Fprintln(out, "activator: a connection waits; starts the service")
		if err := activateOnce(ctx, out, files); err != nil {
			return err
		}
		for _, client := range clients {
			answer, err := io.ReadAll(client)
			if err != nil {
				return err
			}
			fmt.Fprintf(out, "client: %q, and the end\n", answer)
		}
	}
	return nil
}

// callIn connects and sends a line; nobody has accepted.
func callIn(ctx context.Context, out io.Writer, ln net.Listener) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, ln.Addr().Network(), ln.Addr().String())
	if err != nil {
		return nil, err
	}
	_ = conn.SetDeadline(time.Now().Add(partTime))
	fmt.Fprintf(out, "client: connected over %s, and sends hello\n", ln.Addr().Network())
	_, err = io.WriteString(conn, "hello\n")
	return conn, err
}

// activateOnce waits for a connection and lets a service take what there is.
func activateOnce(ctx context.Context, out io.Writer, files []Named) error {
	if err := awaitCaller(files[0].File); err != nil {
		return err
	}
	var failed error
	service, err := startPart(ctx, servicePart, func(cmd *exec.Cmd) { failed = Activate(cmd, files...) })
	if err != nil {
		return err
	}
	defer service.kill()
	if failed != nil {
		return failed
	}
	return service.finish(out)
}

// notForMe starts the service with a listener and a LISTEN_PID that is not its
// number, as a service's own children would see it if it did not tidy up.
func notForMe(ctx context.Context, out io.Writer, ln net.Listener) error {
	files, err := listenerFiles(ln)
	if err != nil {
		return err
	}
	defer func() { _ = CloseFiles(files) }() // duplicates
	fmt.Fprintln(out, "activator: starts it once more, with a LISTEN_PID of 1")
	service, err := startPart(ctx, servicePart, withFiles(files[0].File), withEnv(listenPID+"=1", listenFDs+"=1"))
	if err != nil {
		return err
	}
	defer service.kill()
	return service.finish(out)
}

// listenerFiles are second descriptors of a listener called "chat" and, if
// there is one, another called "admin".
func listenerFiles(listeners ...net.Listener) ([]Named, error) {
	var files []Named
	for i, ln := range listeners {
		file, err := listenerFile(ln)
		if err != nil {
			_ = CloseFiles(files)
			return nil, err
		}
		files = append(files, Named{[]string{"chat", "admin"}[i], file})
	}
	return files, nil
}
