package datagram

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A peer is the echo pair in another language.
type peer struct {
	name     string
	needs    [][]string // each is run once, and must succeed
	from     string     // how to get what it needs
	build    [][]string
	server   []string // HOST, PORT and perhaps SIZE follow
	client   []string // HOST and PORT follow
	sized    bool     // the server takes the size of its buffer
	unix     bool     // there is no Windows version
	emptyErr string   // what the client says to an empty line, if it cannot send it

	dir string // the copy of the folder
}

// ready copies the folder and builds. It skips the test if this machine lacks
// the language, unless all are required.
func (p *peer) ready(t *testing.T) {
	p.dir = t.TempDir()
	// Reading the sources also tells "go test" on what its cached result rests.
	require.NoError(t, os.CopyFS(p.dir, os.DirFS(filepath.Join("peers", p.name))))
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	lacks := func(why string) {
		if os.Getenv(requireAll) != "" {
			t.Fatalf("%s: %s", p.name, why)
		}
		t.Skipf("%s: %s", p.name, why)
	}
	if p.unix && runtime.GOOS == "windows" {
		lacks("no BSD sockets on Windows")
	}
	for _, argv := range p.needs {
		// What is on PATH may be a stub that only tells where to get the program.
		if out, err := p.command(ctx, argv).CombinedOutput(); err != nil {
			lacks(fmt.Sprintf("%s: %v: %s; %s", argv[0], err, bytes.TrimSpace(out), p.from))
		}
	}
	for _, argv := range p.build {
		out, err := p.command(ctx, argv).CombinedOutput()
		require.NoError(t, err, "%v\n%s", argv, out)
		if os.Getenv(requireAll) != "" {
			require.Empty(t, string(out), "%v: warnings", argv)
		}
	}
}

// command makes argv a command that runs in the copy, and is killed at the end
// of ctx.
func (p *peer) command(ctx context.Context, argv []string, args ...string) *exec.Cmd {
	program := argv[0]
	if strings.HasPrefix(program, "./") {
		program = filepath.Join(p.dir, program)
	}
	cmd := exec.CommandContext(ctx, program, slices.Concat(argv[1:], args)...)
	cmd.Dir = p.dir
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "JAVA_TOOL_OPTIONS=") // the JVM says on standard error that it saw it
	})
	cmd.Env = append(cmd.Env, "LC_ALL=C")
	cmd.WaitDelay = 3 * time.Second
	return cmd
}

// serve starts a server, which the end of the test ends, and returns the
// address in its one line.
func (p *peer) serve(t *testing.T, size ...string) string {
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	r, w, err := os.Pipe()
	require.NoError(t, err)
	cmd := p.command(ctx, p.server, append([]string{"127.0.0.1", "0"}, size...)...)
	var complaints bytes.Buffer
	cmd.Stdout, cmd.Stderr = w, &complaints
	cmd.Cancel = func() error {
		if runtime.GOOS == "windows" {
			return cmd.Process.Kill()
		}
		return cmd.Process.Signal(syscall.SIGTERM)
	}
	err = cmd.Start()
	_ = w.Close() // the server has its own
	t.Cleanup(func() {
		stop()
		_ = r.Close()
		if err == nil {
			_ = cmd.Wait() // "terminated", as it was told
			assert.NotContains(t, cmd.ProcessState.String(), "killed", "SIGTERM ends the server")
		}
		if t.Failed() {
			t.Logf("the server's standard error:\n%s", &complaints)
		}
	})
	require.NoError(t, err)
	line, err := bufio.NewReader(r).ReadString('\n')
	addr, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	require.True(t, ok, "the server said %q, then %v", line, err)
	return addr
}

// ask runs a client until it ends. The error is an *exec.ExitError if it ends
// with a status other than 0.
func (p *peer) ask(t *testing.T, addr, lines string) (out, complaints string, err error) {
	ctx, stop := context.WithTimeout(t.Context(), 30*time.Second)
	defer stop()
	host, port, err := net.SplitHostPort(addr)
	require.NoError(t, err)
	cmd := p.command(ctx, p.client, host, port)
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(lines), &stdout, &stderr
	err = cmd.Run()
	return stdout.String(), stderr.String(), err
}
