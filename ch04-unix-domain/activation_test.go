//go:build unix

package unixdomain

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

func TestActivation(t *testing.T) {
	text := show(t, Activation)
	started := regexp.MustCompile(`service: pid (\d+), started with "chat" as fd 3 "admin" as fd 4\n`).FindAllStringSubmatch(text, -1)
	require.Len(t, started, 2, text)
	assert.NotEqual(t, started[0][1], started[1][1], "two services, one after the other")
	assert.Equal(t, 2, strings.Count(text, `client: "chat: hello\n", and the end`))
	assert.Equal(t, 1, strings.Count(text, `client: "admin: hello\n", and the end`))
	assert.Regexp(t, `service: pid \d+, nothing here is for me\n$`, text)
}

func TestActivateRefuses(t *testing.T) {
	assert.ErrorIs(t, Activate(exec.Command("true"), Named{Name: "a:b"}), ErrName)
	assert.ErrorIs(t, Activate(exec.Command("no-such-program")), exec.ErrNotFound)
	cmd := exec.Command("true")
	cmd.ExtraFiles = []*os.File{os.Stdin}
	assert.Error(t, Activate(cmd))
}

// The program that Activate starts sees its own arguments, names and number.
func TestActivateKeepsTheCommand(t *testing.T) {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer r.Close()
	defer w.Close()
	cmd := exec.Command("sh", "-c", `echo "$1 $LISTEN_FDS $LISTEN_FDNAMES"; [ "$LISTEN_PID" = "$$" ] && echo mine; echo x >&3`, "sh", "an argument")
	cmd.Env = []string{"PATH=" + os.Getenv("PATH")}
	require.NoError(t, Activate(cmd, Named{"end", w}))
	text, err := cmd.Output()
	require.NoError(t, err)
	assert.Equal(t, "an argument 1 end\nmine\n", string(text))
	require.NoError(t, w.Close())
	through, err := io.ReadAll(r)
	require.NoError(t, err)
	assert.Equal(t, "x\n", string(through))
}

// heirPart says what a service would leave to the programs it starts.
const heirPart = "heir"

func init() {
	playPart(heirPart, func() error {
		files, err := Activated()
		if err != nil || len(files) != 1 {
			return fmt.Errorf("%d files: %w", len(files), err)
		}
		flags, err := unix.FcntlInt(firstListenFD, unix.F_GETFD, 0)
		if err != nil {
			return err
		}
		again, err := Activated()
		fmt.Printf("%s closed at exec %t, %q %q %q, again %d %v\n", files[0].Name, flags&unix.FD_CLOEXEC != 0,
			os.Getenv(listenPID), os.Getenv(listenFDs), os.Getenv(listenNames), len(again), err)
		return nil
	})
}

// What was for this process is not for those that it starts.
func TestActivatedKeepsItsFiles(t *testing.T) {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer r.Close()
	defer w.Close()
	heir, err := startPart(t.Context(), heirPart, func(cmd *exec.Cmd) { assert.NoError(t, Activate(cmd, Named{"end", w})) })
	require.NoError(t, err)
	var text strings.Builder
	require.NoError(t, heir.finish(&text))
	assert.Equal(t, "end closed at exec true, \"\" \"\" \"\", again 0 <nil>\n", text.String())
}

// systemd's own program starts our service, which serves.
func TestActivatedBySystemd(t *testing.T) {
	activator, err := exec.LookPath("systemd-socket-activate")
	if err != nil {
		t.Skip("needs the program systemd-socket-activate; apt-get install systemd")
	}
	self, err := os.Executable()
	require.NoError(t, err)
	dir, err := os.MkdirTemp("", "sd")
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	path := filepath.Join(dir, "s")
	cmd := exec.CommandContext(t.Context(), activator, "--listen="+path, "--fdname=chat", "--setenv="+againEnv+"="+servicePart, self)
	stderr, err := cmd.StderrPipe()
	require.NoError(t, err)
	var stdout strings.Builder
	cmd.Stdout = &stdout
	require.NoError(t, cmd.Start())
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	lines := bufio.NewReader(stderr)
	first, err := lines.ReadString('\n')
	require.NoError(t, err)
	require.Contains(t, first, "Listening on "+path)

	conn, err := net.Dial("unix", path)
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(partTime)))
	_, err = io.WriteString(conn, "hello\n")
	require.NoError(t, err)
	answer, err := io.ReadAll(conn)
	require.NoError(t, err)
	assert.Equal(t, "chat: hello\n", string(answer))
	_, err = io.Copy(io.Discard, lines)
	require.NoError(t, err)
	require.NoError(t, cmd.Wait())
	assert.Contains(t, stdout.String(), `started with "chat" as fd 3`)
}
