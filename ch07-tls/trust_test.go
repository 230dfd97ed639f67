package securestream

import (
	"bufio"
	"context"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// inServer is set in the process that startServer starts.
const inServer = "SOCKBOOK_TLS_SERVER"

// home is where programs of this process and those it starts keep things: a
// folder of the test's own, by every system's name for it.
func home(t *testing.T) string {
	dir := t.TempDir()
	for _, name := range []string{"HOME", "XDG_CACHE_HOME", "LocalAppData"} {
		t.Setenv(name, dir)
	}
	t.Setenv(trustVariable, "")
	return dir
}

// startServer runs a server in another process and returns where it listens.
// stop has it drain and waits for its end.
func startServer(t *testing.T) (addr string, stop func()) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestServerProcess$", "-test.timeout=1m")
	child.Env = append(os.Environ(), inServer+"=1")
	stdin, err := child.StdinPipe()
	require.NoError(t, err)
	stdout, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	addr, err = bufio.NewReader(stdout).ReadString('\n')
	require.NoError(t, err, "the server must say where it listens")
	return strings.TrimSpace(addr), func() {
		require.NoError(t, stdin.Close())
		_, _ = io.Copy(io.Discard, stdout) // Wait would close it under the child
		require.NoError(t, child.Wait())
	}
}

// TestServerProcess is that process: it serves until its input ends.
func TestServerProcess(t *testing.T) {
	if os.Getenv(inServer) == "" {
		t.Skip("this is the server of the tests below, which start it")
	}
	ctx, stop := context.WithCancel(t.Context())
	server, err := Listen(ctx, "127.0.0.1:0")
	require.NoError(t, err)
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx) }()
	_, err = os.Stdout.WriteString(server.Addr().String() + "\n")
	require.NoError(t, err)
	_, _ = io.Copy(io.Discard, os.Stdin)
	stop()
	require.NoError(t, <-served)
}

// Two processes of one user trust each other without being told: by a file
// that is there as long as the server, and that nobody else can write.
func TestTwoProcesses(t *testing.T) {
	dir := home(t)
	addr, stop := startServer(t)
	client, err := Dial(t.Context(), addr)
	require.NoError(t, err)
	reply, err := client.Echo(t.Context(), []byte("across"))
	require.NoError(t, err)
	assert.Equal(t, "across", string(reply))
	require.NoError(t, client.Close())

	left := files(t, dir)
	require.Len(t, left, 1, "the authority's certificate")
	text, err := os.ReadFile(left[0])
	require.NoError(t, err)
	assert.NotContains(t, string(text), "PRIVATE", "a key never leaves the process that made it")
	stop()
	assert.Empty(t, files(t, dir), "a server that has ended is trusted no more")
}

// Another user's client has nothing to trust, and says so; by SOCKBOOK_CA it
// is told what.
func TestAnotherHome(t *testing.T) {
	dir := home(t)
	addr, stop := startServer(t)
	defer stop()
	file := files(t, dir)[0]
	home(t)
	_, err := Dial(t.Context(), addr)
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.ErrorContains(t, err, "no authority to trust")

	t.Setenv(trustVariable, file)
	client, err := Dial(t.Context(), addr)
	require.NoError(t, err, "told by SOCKBOOK_CA")
	require.NoError(t, client.Close())

	t.Setenv(trustVariable, filepath.Join(dir, "empty"))
	require.NoError(t, os.WriteFile(os.Getenv(trustVariable), []byte("nothing"), 0o600))
	_, err = Dial(t.Context(), addr)
	require.ErrorContains(t, err, "no certificate in")
}

// files are those below dir.
func files(t *testing.T, dir string) (all []string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			all = append(all, path)
		}
		return err
	}))
	return all
}

// A user without a home is told what to do.
func TestNoHome(t *testing.T) {
	dir := home(t)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "file"), nil, 0o600))
	for _, name := range []string{"HOME", "XDG_CACHE_HOME", "LocalAppData"} {
		t.Setenv(name, filepath.Join(dir, "file", "below"))
	}
	_, err := Listen(t.Context(), "127.0.0.1:0")
	require.ErrorContains(t, err, "no place for the authority's certificate")
	var hint interface{ Hint() string }
	require.ErrorAs(t, err, &hint)
	assert.Equal(t, "export HOME=$(mktemp -d)", hint.Hint())
}
