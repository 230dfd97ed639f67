package stream

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Strace compiles the echo server and client in C, lets them exchange one line
// under strace(1), and prints what each asked of its kernel, socket by socket.
// The server forks; its child serves the connection.
func Strace(ctx context.Context, out io.Writer) error {
	for _, tool := range []string{"gcc", "strace"} {
		if _, err := exec.LookPath(tool); err != nil {
			return missing{what: "tracing the peers in C takes the program " + tool, remedy: "apt-get install " + tool}
		}
	}
	if err := mayTrace(ctx); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "strace")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	err = compilePeer(ctx, dir, "server")
	if err == nil {
		err = compilePeer(ctx, dir, "client")
	}
	if err == nil {
		err = exchangeTraced(ctx, dir)
	}
	if ctx.Err() != nil {
		return context.Cause(ctx) // and not how gcc or strace took it
	}
	if err != nil {
		return err
	}
	return showCalls(out, dir)
}

// mayTrace traces a program that does nothing. ptrace(2) is refused in many a
// container, and to a process that is itself being traced.
func mayTrace(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, "strace", "-qq", "-o", os.DevNull, "true")
	// A strace that is killed early leaves behind a child that waits for it for
	// ever, and holds the output: both are killed, by their process group.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	text, err := cmd.CombinedOutput()
	if err == nil || ctx.Err() != nil {
		return context.Cause(ctx)
	}
	last := strings.TrimSpace(string(text))
	last = last[strings.LastIndex(last, "\n")+1:]
	return missing{what: "no program may trace another here: " + last,
		remedy: "docker run --cap-add=SYS_PTRACE …"}
}

// compilePeer builds peers/c/name.c as dir/name.
func compilePeer(ctx context.Context, dir, name string) error {
	source, err := fs.ReadFile(Files, "peers/c/"+name+".c")
	if err != nil {
		return err
	}
	gcc := exec.CommandContext(ctx, "gcc", "-x", "c", "-o", filepath.Join(dir, name), "-")
	gcc.Stdin = bytes.NewReader(source)
	if text, err := gcc.CombinedOutput(); err != nil {
		return fmt.Errorf("gcc %s.c: %w\n%s", name, err, text)
	}
	return nil
}

// exchangeTraced runs both programs until the client has sent a line, seen it come
// back, and ended. The client's input ends only then, or else the end of the
// input and the answer would come in either order.
func exchangeTraced(ctx context.Context, dir string) error {
	ctx, stop := context.WithTimeout(ctx, 10*time.Second)
	defer stop()
	server, err := startTraced(ctx, dir, "server")
	if err != nil {
		return err
	}
	defer server.end()
	line, err := server.stdout.ReadString('\n')
	if err != nil {
		return server.failed(err)
	}
	addr := strings.TrimPrefix(strings.TrimSpace(line), "listening on ")
	host, port, _ := strings.Cut(addr, ":")
	client, err := startTraced(ctx, dir, "client", host, port)
	if err != nil {
		return err
	}
	defer client.end()
	if _, err := io.WriteString(client.stdin, "hello\n"); err != nil {
		return client.failed(err)
	}
	if _, err := client.stdout.ReadString('\n'); err != nil {
		return client.failed(err)
	}
	if err := client.stdin.Close(); err != nil {
		return err
	}
	if err := client.cmd.Wait(); err != nil {
		return client.failed(err)
	}
	return nil
}
