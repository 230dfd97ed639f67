//go:build unix

package lab

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A process that a submission leaves behind is ended, and told of.
func TestHostileChild(t *testing.T) {
	t.Parallel()
	pid := filepath.Join(t.TempDir(), "pid")
	r := check(t, toySource(`"os"; "os/exec"; "strconv"`, "", `cmd := exec.Command("sleep", "1000")
	if err := cmd.Start(); err != nil { panic(err) }
	os.WriteFile(`+"`"+pid+"`"+`, []byte(strconv.Itoa(cmd.Process.Pid)), 0o666)
	return 2 * n`))
	require.Nil(t, r.Problem)
	assert.Equal(t, Passed, r.Results[0].State)
	assert.Equal(t, []string{"TestDouble left a process behind, which the check ended: wait for what you start"}, r.Notes)
	text, err := os.ReadFile(pid)
	require.NoError(t, err)
	assert.Eventually(t, func() bool { return ended(t, string(text)) }, 5*time.Second, 10*time.Millisecond, "sleep is still there")
}

// ended reports whether there is no process of that number, or on Linux no more
// than a zombie: when that is waited for is its new parent's affair.
func ended(t *testing.T, pid string) bool {
	n, err := strconv.Atoi(pid)
	require.NoError(t, err)
	status, _ := os.ReadFile("/proc/" + pid + "/status") // other systems have none
	return syscall.Kill(n, 0) == syscall.ESRCH || strings.Contains(string(status), "State:\tZ")
}

// A named pipe would keep a reader waiting for ever.
func TestCheckPipe(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, syscall.Mkfifo(dir+"/toy.go", 0o666))
	r, err := toy(t).Check(t.Context(), dir, CheckOptions{})
	require.NoError(t, err)
	require.NotNil(t, r.Problem)
	require.Equal(t, "toy.go is no regular file", r.Problem.Text)
}

// A test has no terminal to write to, or to be stopped at.
func TestNoTerminal(t *testing.T) {
	t.Parallel()
	r := check(t, toySource(`"os"`, "", `if f, err := os.OpenFile("/dev/tty", os.O_RDWR, 0); err == nil { f.Close(); return 3 * n }; return 2 * n`))
	require.Nil(t, r.Problem, "%+v", r.Problem)
	assert.Equal(t, 2, r.Passed(), "a submission can open the reader's terminal")
}
