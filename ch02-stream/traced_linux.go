package stream

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// A traced program runs under strace.
type traced struct {
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	stdout *bufio.Reader
	stderr bytes.Buffer
}

// startTraced starts dir/name. Each process of it gets a log of its own,
// dir/name.log.PID (-ff), so that no call is cut in two by another's. The
// process started is the program and strace is behind it (-D): to kill the one
// ends the other, where to kill strace would leave the program running.
func startTraced(ctx context.Context, dir, name string, args ...string) (*traced, error) {
	args = append([]string{"-D", "-ff", "-qq", "-e", "trace=network,read,write,close", "-e", "signal=none",
		"-o", filepath.Join(dir, name+".log"), filepath.Join(dir, name)}, args...)
	t := &traced{cmd: exec.CommandContext(ctx, "strace", args...)}
	t.cmd.WaitDelay = time.Second
	t.cmd.Env = append(os.Environ(), "LC_ALL=C")
	t.cmd.Stderr = &t.stderr
	stdin, err1 := t.cmd.StdinPipe()
	stdout, err2 := t.cmd.StdoutPipe()
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	t.stdin, t.stdout = stdin, bufio.NewReader(stdout)
	return t, t.cmd.Start()
}

// end kills the program, if it still runs, and waits until strace, which holds
// the same standard error, has written the last line and ended.
func (t *traced) end() {
	_ = t.cmd.Process.Kill() // an error says that it has ended
	_ = t.cmd.Wait()         // killed by us, or waited for before
}

// failed adds what the program, or strace, had to say.
func (t *traced) failed(err error) error {
	t.end()
	return fmt.Errorf("%w: %s", err, strings.TrimSpace(t.stderr.String()))
}
