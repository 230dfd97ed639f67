package peers

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// command makes one of the language's commands a command for this machine.
func (p *peer) command(ctx context.Context, argv []string, args ...string) *exec.Cmd {
	argv = slices.Concat(argv, args)
	for _, tool := range p.needs {
		if tool.names[0] == argv[0] {
			argv[0], _ = tool.find() // it was found, or nothing is run
			break
		}
	}
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Dir = p.dir
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "JAVA_TOOL_OPTIONS=") // the JVM says on standard error that it saw it
	})
	cmd.Env = append(cmd.Env, "LC_ALL=C")
	cmd.WaitDelay = 3 * time.Second // from the polite end to the other one
	ownGroup(cmd)
	return cmd
}

// serve starts a server that is who id says, waits for its one line, and ends
// it with t.
func (p *peer) serve(t *testing.T, id identity) (string, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return "", err
	}
	ctx, stop := context.WithCancel(p.ctx)
	cmd := p.command(ctx, p.server, append([]string{p.papers.ca}, id.files()...)...)
	var complaints bytes.Buffer
	cmd.Stdout, cmd.Stderr = w, &complaints
	err = cmd.Start()
	_ = w.Close() // the server has its own
	if err != nil {
		stop()
		_ = r.Close()
		return "", err
	}
	end := sync.OnceFunc(func() {
		stop()
		_ = cmd.Wait() // "terminated", as it was told
		killGroup(cmd)
		_ = r.Close()
	})
	t.Cleanup(end)
	late := time.AfterFunc(time.Minute, stop)
	defer late.Stop()
	line, err := bufio.NewReader(r).ReadString('\n')
	addr, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if !ok {
		end()
		return "", fmt.Errorf("the server said %q, then %v\n%s", line, err, &complaints)
	}
	return addr, nil
}

// runClient is echo for a client that is a program.
func (p *peer) runClient(ctx context.Context, addr string, msg []byte) ([]byte, error) {
	out, complaints, err := p.run(ctx, addr, p.papers.client, bytes.NewReader(msg))
	if err != nil {
		err = fmt.Errorf("the client: %w: %s", err, complaints)
	}
	return out, err
}

// run runs the client, who is what id says, until it ends. The error is an
// *exec.ExitError if it ends with a status other than 0.
func (p *peer) run(ctx context.Context, addr string, id identity, in io.Reader) (out []byte, complaints string, err error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, "", err
	}
	cmd := p.command(ctx, p.client, append([]string{host, port, p.papers.ca}, id.files()...)...)
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, &stdout, &stderr
	err = cmd.Run()
	return stdout.Bytes(), stderr.String(), err
}
