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
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// command makes one of the language's commands a command for this machine.
func (p *peer) command(ctx context.Context, argv []string, args ...string) *exec.Cmd {
	argv = slices.Concat(argv, args)
	for _, tool := range p.needs {
		if tool.names[0] != argv[0] {
			continue
		}
		if argv[0], _ = tool.find(); argv[0] == "" {
			argv = argv[1:]
		}
		break
	}
	if program, ok := strings.CutPrefix(argv[0], "./"); ok {
		argv[0] = filepath.Join(p.dir, program)
	}
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Dir = p.dir
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "JAVA_TOOL_OPTIONS=") // the JVM says on standard error that it saw it
	})
	cmd.Env = append(cmd.Env, "LC_ALL=C", "MONO_DISABLE_SHARED_AREA=1") // else a file stays in /dev/shm
	cmd.Env = append(cmd.Env, p.wineEnv()...)
	cmd.WaitDelay = 3 * time.Second // from the polite end to the other one
	ownGroup(cmd)
	return cmd
}

// serve starts the server and waits for its one line.
func (p *peer) serve() (string, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return "", err
	}
	ctx, stop := context.WithCancel(p.ctx)
	cmd := p.command(ctx, p.server)
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
	p.t.Cleanup(end)
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
	out, complaints, err := p.run(ctx, addr, bytes.NewReader(msg))
	if err != nil {
		err = fmt.Errorf("the client: %w: %s", err, complaints)
	}
	return out, err
}

// run runs the client until it ends. The error is an *exec.ExitError if it ends
// with a status other than 0.
func (p *peer) run(ctx context.Context, addr string, in io.Reader) (out []byte, complaints string, err error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, "", err
	}
	cmd := p.command(ctx, p.client, host, port)
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, &stdout, &stderr
	err = cmd.Run()
	return stdout.Bytes(), stderr.String(), err
}
