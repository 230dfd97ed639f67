package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// typed runs a line as a student types it.
func typed(line string, env ...string) (stdout, stderr string, err error) {
	var out, errors bytes.Buffer
	cmd := exec.Command("sh", "-c", line)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr = &out, &errors
	err = cmd.Run()
	return out.String(), errors.String(), err
}

// What the teacher's terminal says to type on another machine works there, as
// it stands, for every chapter that a network can reach.
func TestClassDials(t *testing.T) {
	class(t, func(t *testing.T, teacher *machine) {
		home := t.TempDir()
		t.Setenv("HOME", home)
		t.Setenv("XDG_CACHE_HOME", filepath.Join(home, "cache"))
		for _, chapter := range []string{"ch01", "ch02", "ch03", "ch06", "ch07", "ch08"} {
			s := teacher.serve(t, chapter)
			said := s.upTo("on another machine")
			var env []string
			if chapter == "ch07" {
				env = []string{"HOME=" + t.TempDir(), "XDG_CACHE_HOME=", "SOCKBOOK_CA=" + handedOut(t, said)}
			}
			lines := s.upTo("in another terminal")
			if i := len(lines) - 1; assert.NotEmpty(t, lines) && lines[i] == "" {
				lines = lines[:i]
			}
			want := []string{
				"  runner " + chapter + " dial 10.0.0.1:70" + chapter[2:] + " hello",
				"  runner " + chapter + " dial [fd00::1]:70" + chapter[2:] + " hello",
			}
			if chapter == "ch01" {
				want = want[:1] // no host is every IPv4 address, there
			}
			assert.Equal(t, want, lines, chapter)
			for _, line := range lines {
				out, stderr, err := typed(line, env...)
				assert.NoError(t, err, "%s: %s", line, stderr)
				assert.Equal(t, "hello\n", out, line)
			}
			s.interrupt()
			s.ends(0)
		}
	})
}

// handedOut is a copy of the file that the teacher is told to hand out.
func handedOut(t *testing.T, said []string) string {
	t.Helper()
	for _, line := range said {
		if path, ok := strings.CutPrefix(line, "hand out "); ok {
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.NotContains(t, string(text), "PRIVATE KEY")
			copied := filepath.Join(t.TempDir(), "ca.pem")
			require.NoError(t, os.WriteFile(copied, text, 0o600))
			return copied
		}
	}
	require.Fail(t, "no file to hand out", "%q", said)
	return ""
}

// What goes wrong says what it is, and what to do.
func TestClassDialFails(t *testing.T) {
	class(t, func(t *testing.T, teacher *machine) {
		home := t.TempDir()
		t.Setenv("HOME", home)
		t.Setenv("XDG_CACHE_HOME", filepath.Join(home, "cache"))
		fails := func(line, wrong, hint string, env ...string) {
			t.Helper()
			out, stderr, err := typed(line, env...)
			assert.Error(t, err)
			assert.Empty(t, out)
			assert.Regexp(t, `^runner: .*`+wrong+`.*\nhint: .*`+hint+`.*\n$`, stderr, line)
		}
		fails("runner ch02 dial 10.0.0.1:7002 hello", "connection refused", `on that machine: runner ch02 serve --listen :7002`)
		fails("runner ch03 dial 10.0.0.1:7003 hello", "connection refused", `on that machine: runner ch03 serve --listen :7003`)
		fails("runner ch02 dial 10.9.9.9:7002 hello", "network is unreachable", "no way leads there")
		fails("runner ch02 dial 10.0.0.99:7002 hello", "no route to host", "no way leads there")

		s := teacher.serve(t, "ch01", "--per-address", "1")
		first, err := student(101).dial("tcp", "7001")
		require.NoError(t, err)
		defer first.Close()
		require.NoError(t, echo(first, "mine"))
		// The kernel gives it .101. Whoever comes first to the closing connection,
		// our bytes or its end, decides how it reads.
		fails("runner ch01 dial 10.0.0.1:7001 hello", "(connection reset by peer|broken pipe|EOF)", "a limit of its own")
		require.NoError(t, first.Close())
		s.interrupt()
		s.ends(0)

		s = teacher.serve(t, "ch02", "--max-bytes", "3")
		fails("runner ch02 dial 10.0.0.1:7002 hello", "3 of 5 bytes came back: unexpected EOF", "a limit of its own")
		s.interrupt()
		s.ends(0)

		s = teacher.serve(t, "ch07")
		fails("runner ch07 dial 10.0.0.1:7007 hello", "no authority to trust", "copy the file that runner ch07 serve names", "HOME="+t.TempDir(), "XDG_CACHE_HOME=")
		stale := handedOut(t, s.upTo("on another machine"))
		s.interrupt()
		s.ends(0)
		s = teacher.serve(t, "ch07")
		fails("runner ch07 dial 10.0.0.1:7007 hello", "certificate signed by unknown authority", "a new one at each start", "SOCKBOOK_CA="+stale)
		fresh := handedOut(t, s.upTo("on another machine"))
		batch(t, teacher.command("ip", "-batch", "-"), "addr add 10.0.0.2/24 dev wire\n") // later than the certificate
		fails("runner ch07 dial 10.0.0.2:7007 hello", "certificate is valid for", "dial an address that the server names", "SOCKBOOK_CA="+fresh)
		s.interrupt()
		s.ends(0)
	})
}
