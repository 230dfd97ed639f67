//go:build unix

package main

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A serving is the serve verb at work.
type serving struct {
	t      *testing.T
	cmd    *exec.Cmd
	out    *bufio.Reader
	stderr bytes.Buffer
	addr   string
}

// serve starts the verb and reads where it listens from its first line.
func serve(t *testing.T, args ...string) *serving {
	t.Helper()
	if len(args) == 0 {
		args = []string{"--listen", "127.0.0.1:0"}
	}
	s := &serving{t: t, cmd: exec.Command("fake", append([]string{"ch01", "serve"}, args...)...)}
	s.start(patience)
	return s
}

// start starts the command, for so long at most, and reads where it listens.
func (s *serving) start(most time.Duration) {
	s.t.Helper()
	s.cmd.Stderr = &s.stderr
	stdout, err := s.cmd.StdoutPipe()
	require.NoError(s.t, err)
	s.out = bufio.NewReader(stdout)
	require.NoError(s.t, s.cmd.Start())
	late := time.AfterFunc(most, func() { _ = s.cmd.Process.Kill() })
	s.t.Cleanup(func() {
		late.Stop()
		_ = s.cmd.Process.Kill()
	})
	first, err := s.out.ReadString('\n')
	require.NoError(s.t, err, "%s", &s.stderr)
	s.addr = strings.Fields(first)[2]
}

func (s *serving) interrupt() { require.NoError(s.t, s.cmd.Process.Signal(os.Interrupt)) }

// line waits for a line of the output.
func (s *serving) line(want string) {
	s.t.Helper()
	for {
		line, err := s.out.ReadString('\n')
		require.NoError(s.t, err, "the output lacks %q; %s", want, &s.stderr)
		if strings.Contains(line, want) {
			return
		}
	}
}

func (s *serving) ends(status int) {
	s.t.Helper()
	_, _ = io.Copy(io.Discard, s.out) // up to its end
	_ = s.cmd.Wait()                  // the status says how it ended
	require.Equal(s.t, status, s.cmd.ProcessState.ExitCode(), "%s", &s.stderr)
}

// connect has the server echo a line, so that it is known to serve.
func (s *serving) connect() net.Conn {
	s.t.Helper()
	conn, err := net.Dial("tcp", s.addr)
	require.NoError(s.t, err)
	s.t.Cleanup(func() { _ = conn.Close() })
	require.NoError(s.t, conn.SetDeadline(time.Now().Add(patience)))
	_, err = conn.Write([]byte("hello\n"))
	require.NoError(s.t, err)
	line, err := bufio.NewReader(conn).ReadString('\n')
	require.NoError(s.t, err)
	require.Equal(s.t, "hello\n", line)
	return conn
}

func TestServe(t *testing.T) {
	s := serve(t)
	host, port, err := net.SplitHostPort(s.addr)
	require.NoError(t, err)
	assert.Equal(t, "127.0.0.1", host)
	s.line("fake ch01 dial " + s.addr + " hello")
	s.line("socat - TCP:" + s.addr)
	s.line("ncat 127.0.0.1 " + port)
	s.line("python3 -c")
	s.line("Ctrl-C ends it")
	require.NoError(t, s.connect().Close())
	s.interrupt()
	s.line("draining:")
	s.line("drained")
	s.ends(0)
	assert.Regexp(t, `server: \d\d:\d\d:\d\d 127\.0\.0\.1:\d+: connected`, s.stderr.String())
	assert.Regexp(t, `finished, 6 bytes echoed`, s.stderr.String())
}

// A second Ctrl-C does not wait.
func TestServeClosesAtTheSecondInterrupt(t *testing.T) {
	s := serve(t)
	conn := s.connect()
	go func() { // a client that is never done
		for {
			if _, err := conn.Write([]byte("more\n")); err != nil {
				return
			}
			if _, err := conn.Read(make([]byte, 100)); err != nil {
				return
			}
		}
	}()
	s.interrupt()
	s.line("draining:")
	pressed := time.Now()
	s.interrupt()
	s.line("closed")
	assert.Less(t, time.Since(pressed), promised)
	s.ends(0)
}

func TestServeSaysThatItIsExposed(t *testing.T) {
	s := serve(t, "--listen", ":0")
	s.line("exposed:")
	s.line("dial 127.0.0.1:")
	s.interrupt()
	s.ends(0)
}

// Each line that is offered for another terminal is a command that works, and
// can be copied from a terminal of 80 columns.
func TestServeLinesWork(t *testing.T) {
	t.Chdir(t.TempDir()) // for chapter 4's socket
	t.Setenv("HOME", t.TempDir())
	t.Setenv("XDG_CACHE_HOME", "")
	for chapter, programs := range map[string][]string{
		"ch02": {"runner", "socat", "ncat", "python3"},
		"ch03": {"runner", "socat", "ncat", "python3"},
		"ch04": {"runner", "socat", "ncat", "python3"},
		"ch07": {"runner", "openssl", "socat", "python3"},
	} {
		s := &serving{t: t, cmd: exec.Command("runner", chapter, "serve")}
		if chapter != "ch04" {
			s.cmd.Args = append(s.cmd.Args, "--listen", "127.0.0.1:0")
		}
		s.start(time.Minute)
		s.line("in another terminal, any one of:")
		commands, export := s.commands(), ""
		if chapter == "ch07" {
			s.line("other programs are told whom to trust")
			commands = append(commands, s.commands()...)
		}
		for _, command := range commands {
			if strings.HasPrefix(command, "export ") {
				export = command + "\n"
				continue
			}
			require.NotEmpty(t, programs, command)
			name := programs[0]
			programs = programs[1:]
			require.True(t, strings.HasPrefix(command, name+" "), "%s: %s", chapter, command)
			if _, err := exec.LookPath(name); err != nil {
				t.Logf("no %s here", name)
				continue
			}
			assert.Contains(t, reply(t, export+command), "hello", "%s: %s", chapter, command)
		}
		assert.Empty(t, programs, chapter)
		s.interrupt()
		s.ends(0)
	}
}

// commands reads those that are offered; one that goes on is indented further.
func (s *serving) commands() (all []string) {
	s.t.Helper()
	for {
		line, err := s.out.ReadString('\n')
		require.NoError(s.t, err)
		line = strings.TrimSuffix(line, "\n")
		if !strings.HasPrefix(line, "  export") { // the path is the reader's own
			assert.LessOrEqual(s.t, len(line), 80, "%s", line)
		}
		switch {
		case line == "":
			return all
		case strings.HasPrefix(line, "      "):
			all[len(all)-1] += "\n" + line
		default:
			all = append(all, strings.TrimPrefix(line, "  "))
		}
	}
}

// reply types a command and hello behind it, and returns what comes back, up
// to the same word.
func reply(t *testing.T, command string) (got string) {
	t.Helper()
	cmd := exec.Command("sh", "-c", command)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	require.NoError(t, cmd.Start())
	end := func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) } // it may wait for more
	late := time.AfterFunc(patience, end)
	defer late.Stop()
	_, _ = io.WriteString(in, "hello\n") // some have said it already, and are gone
	buf := make([]byte, 100)
	for err == nil && !strings.Contains(got, "hello") {
		var n int
		n, err = out.Read(buf)
		got += string(buf[:n])
	}
	end()
	_ = cmd.Wait() // killed, or done
	if stderr.Len() > 0 {
		t.Logf("%s: %s", command, &stderr)
	}
	return got
}
