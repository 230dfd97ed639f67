//go:build unix

package unixdomain

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// againEnv names the part that a new process of this program plays.
const againEnv = "UNIXDOMAIN_PART"

// partTime is how long a process of an example lasts, in all.
const partTime = 10 * time.Second

// playPart makes this process one that plays the part and ends, if that is
// what it was started for. It is called by init functions, before main.
func playPart(name string, play func() error) {
	if os.Getenv(againEnv) != name {
		return
	}
	_ = os.Unsetenv(againEnv) // what the part starts plays another, or none
	time.AfterFunc(partTime, func() { os.Exit(1) })
	if err := play(); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// A player is a process of ours that plays a part, and what it says.
type player struct {
	*exec.Cmd
	lines  *bufio.Scanner
	stderr strings.Builder
}

// A playerSetup changes a command before it is started.
type playerSetup func(*exec.Cmd)

// withFiles gives the process those open files as 3, 4 and so on.
func withFiles(files ...*os.File) playerSetup {
	return func(cmd *exec.Cmd) { cmd.ExtraFiles = append(cmd.ExtraFiles, files...) }
}

// withEnv gives the process those variables, "NAME=value", too.
func withEnv(vars ...string) playerSetup {
	return func(cmd *exec.Cmd) { cmd.Env = append(cmd.Env, vars...) }
}

// startPart starts this program anew in that part. The process is killed when
// ctx ends; finish or kill waits for it.
func startPart(ctx context.Context, part string, setups ...playerSetup) (*player, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	p := &player{Cmd: exec.CommandContext(ctx, self)}
	p.Env = append(os.Environ(), againEnv+"="+part)
	p.Stderr = &p.stderr
	for _, setup := range setups {
		setup(p.Cmd)
	}
	stdout, err := p.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.lines = bufio.NewScanner(stdout)
	if err := p.Start(); err != nil {
		return nil, err
	}
	return p, nil
}

// say is the next line that the process prints, which is written to out. Lines
// of several processes come in the order in which they are asked for.
func (p *player) say(out io.Writer) error {
	if !p.lines.Scan() {
		err := errors.Join(p.lines.Err(), p.end())
		return fmt.Errorf("pid %d has nothing more to say: %w", p.Process.Pid, cmp.Or(err, io.EOF))
	}
	fmt.Fprintln(out, p.lines.Text())
	return nil
}

// finish writes what p has left to say to out, and waits for its end.
func (p *player) finish(out io.Writer) error {
	for p.lines.Scan() {
		fmt.Fprintln(out, p.lines.Text())
	}
	return p.end()
}

// end waits until the process has ended. Its own words say why it failed.
func (p *player) end() error {
	err := p.Wait()
	if text := strings.TrimSpace(p.stderr.String()); err != nil && text != "" {
		return fmt.Errorf("%s: %w", text, err)
	}
	return err
}

// kill ends the process with SIGKILL, which no program can catch or put off,
// and waits until it is gone. One that has been waited for is left alone.
func (p *player) kill() {
	_ = p.Process.Kill() // fails if it has ended
	_ = p.Wait()         // says that it was killed
}
