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
	s.cmd.Stderr = &s.stderr
	stdout, err := s.cmd.StdoutPipe()
	require.NoError(t, err)
	s.out = bufio.NewReader(stdout)
	require.NoError(t, s.cmd.Start())
	late := time.AfterFunc(patience, func() { _ = s.cmd.Process.Kill() })
	t.Cleanup(func() {
		late.Stop()
		_ = s.cmd.Process.Kill()
	})
	first, err := s.out.ReadString('\n')
	require.NoError(t, err, "%s", &s.stderr)
	s.addr = strings.Fields(first)[2]
	return s
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

// The suggestion for Python is a program that works.
func TestServePythonLine(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3; apt-get install python3")
	}
	s := serve(t)
	typed := ""
	for !strings.HasSuffix(typed, "'\n") {
		line, err := s.out.ReadString('\n')
		require.NoError(t, err)
		if strings.Contains(typed+line, "python3 -c") {
			typed += line
			assert.LessOrEqual(t, len(strings.TrimSuffix(line, "\n")), 80, "it can be copied from a terminal of 80 columns")
		}
	}
	script := strings.Trim(strings.TrimPrefix(strings.TrimSpace(typed), "python3 -c "), "'")
	out, err := exec.Command(python, "-c", script).CombinedOutput()
	require.NoError(t, err, "%s", out)
	assert.Equal(t, "b'hello\\n'\n", string(out))
	s.interrupt()
	s.ends(0)
}
