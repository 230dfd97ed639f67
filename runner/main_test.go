package main

import (
	"bufio"
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"

	"sockbook/chapters"
)

// promptly keeps the race detector from waiting a second at the end of each of
// the many processes that the tests start.
const promptly = "atexit_sleep_ms=0"

// TestMain is also three programs, by the name they are called by: the runner,
// the runner with a catalogue of examples that go wrong in every way, and the
// runner with a lesson that no screen holds.
func TestMain(m *testing.M) {
	_ = os.Setenv("GORACE", promptly) // fails only for a malformed name
	testscript.Main(m, map[string]func(){
		"runner": main,
		"fake":   func() { os.Exit(run(fakes())) },
		"tall":   func() { os.Exit(run(tall())) },
	})
}

var (
	//go:embed testdata/lesson.md
	fakeLesson []byte
	//go:embed testdata/wild.md
	wildLesson []byte
	//go:embed testdata/lab
	labFiles embed.FS
)

// withLab are the files of a chapter with that lesson and a lab.
func withLab(lesson []byte) fs.FS {
	files := fstest.MapFS{"README.md": {Data: lesson}}
	entries, _ := labFiles.ReadDir("testdata/lab") // embedded
	for _, e := range entries {
		text, _ := labFiles.ReadFile("testdata/lab/" + e.Name())
		files["lab/"+e.Name()] = &fstest.MapFile{Data: text}
	}
	return files
}

// fakes is a catalogue whose examples do what examples ought not to.
func fakes() []chapters.Chapter {
	real := chapters.Catalogue[0]
	return []chapters.Chapter{
		{
			Number: 1, Dir: "ch01-fake", Package: "fake", Title: "A fake chapter",
			Promise: "You can tell a runner that works from one that does not.",
			Files:   withLab(fakeLesson),
			Listen:  real.Listen, Dial: real.Dial,
			Examples: []chapters.Example{
				{Name: "hello", Brief: "two parties and a narrator", Run: hello},
				{Name: "crash", Brief: "a panic on a goroutine", Run: crash},
				{Name: "fail", Brief: "an error", Run: fail},
				{Name: "skipped", Brief: "what this machine lacks", Run: skipped},
				{Name: "hang", Brief: "ends when it is told to", Run: hang},
				{Name: "deaf", Brief: "does not end when it is told to", Run: deaf},
				{Name: "flood", Brief: "prints without end", Run: flood},
				{Name: "escape", Brief: "prints what would change the terminal", Run: escape},
				{Name: "ask", Brief: "says what it was asked", Run: hello, Asked: asked, Args: "[WORD…]"},
				{Name: "long", Brief: "a long line, and one without an end", Run: long},
			},
		},
		{
			Number: 2, Dir: "ch02-calm", Package: "calm", Title: "A calm chapter",
			Promise: "You can read it.",
			Files:   fstest.MapFS{"README.md": {Data: []byte("# A calm chapter\n\n## Only\n\nOne section.\n")}},
		},
		{
			Number: 3, Dir: "ch03-wild", Package: "wild", Title: "A wild chapter",
			Promise: "You can stop what does not stop.",
			Files:   fstest.MapFS{"README.md": {Data: wildLesson}},
			Examples: []chapters.Example{
				{Name: "hang", Brief: "ends when it is told to", Run: hang},
				{Name: "deaf", Brief: "does not end when it is told to", Run: deaf},
			},
		},
	}
}

func hello(_ context.Context, out io.Writer) error {
	fmt.Fprintln(out, "server: ready")
	fmt.Fprintln(out, "client: hello")
	fmt.Fprintln(out, "and that was all")
	return nil
}

func asked(_ context.Context, out io.Writer, args []string) error {
	_, err := fmt.Fprintf(out, "server: asked %q\n", args)
	return err
}

func crash(ctx context.Context, out io.Writer) error {
	fmt.Fprintln(out, "server: about to fall over")
	go func() { panic("index out of luck") }()
	<-ctx.Done()
	return ctx.Err()
}

func fail(_ context.Context, out io.Writer) error {
	fmt.Fprintln(out, "client: trying")
	return fmt.Errorf("dial: %w", syscall.ECONNREFUSED)
}

// A lack is an error of an example that the machine cannot run.
type lack struct{}

func (lack) Error() string        { return "no packets may be captured" }
func (lack) Hint() string         { return "apt-get install permission" }
func (lack) Is(target error) bool { return target == errors.ErrUnsupported }

func skipped(context.Context, io.Writer) error { return lack{} }

func hang(ctx context.Context, out io.Writer) error {
	fmt.Fprintln(out, "client: waiting")
	<-ctx.Done()
	return ctx.Err()
}

func deaf(_ context.Context, out io.Writer) error {
	fmt.Fprintln(out, "client: not listening")
	<-make(chan struct{}, 1)
	return nil
}

func flood(_ context.Context, out io.Writer) error {
	for i := 0; ; i++ {
		if _, err := fmt.Fprintln(out, "client: line", i); err != nil {
			return err
		}
	}
}

func escape(_ context.Context, out io.Writer) error {
	fmt.Fprint(out, "client: \x1b[2J\x1b]0;title\x07 cleared\n\ttabbed\r\n")
	return nil
}

func long(_ context.Context, out io.Writer) error {
	fmt.Fprintln(out, "server:", strings.Repeat("word ", 40))
	fmt.Fprint(out, "client: no end")
	return nil
}

// listeners are the servers that a script finds: an echo server at $PORT, one
// that answers in capitals at $SHOUT, and nobody at $CLOSED.
func listeners(env *testscript.Env) error {
	ctx, stop := context.WithCancel(context.Background())
	server, err := chapters.Catalogue[0].Listen(ctx, "127.0.0.1:0")
	if err != nil {
		stop()
		return err
	}
	shouter, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		stop()
		return err
	}
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		stop()
		return err
	}
	_ = closed.Close()
	var serving sync.WaitGroup
	serving.Go(func() { _ = server.Serve(ctx) })
	serving.Go(func() { shout(shouter) })
	env.Defer(func() {
		_ = shouter.Close()
		_ = server.Close()
		stop()
		serving.Wait()
	})
	env.Setenv("PORT", port(server.Addr()))
	env.Setenv("SHOUT", port(shouter.Addr()))
	env.Setenv("CLOSED", port(closed.Addr()))
	return nil
}

func port(addr net.Addr) string { return strconv.Itoa(addr.(*net.TCPAddr).Port) }

// shout answers the first client in capitals, up to an exclamation mark.
func shout(ln net.Listener) {
	conn, err := ln.Accept()
	if err != nil {
		return
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	said, _ := bufio.NewReader(conn).ReadBytes('!')
	_, _ = conn.Write(bytes.ToUpper(said))
}

// buildCache is where the go command has the standard library compiled: with
// another HOME each check would compile it.
func buildCache(t *testing.T) string {
	t.Helper()
	if dir := os.Getenv("GOCACHE"); dir != "" {
		return dir
	}
	dir, err := os.UserCacheDir()
	require.NoError(t, err)
	return filepath.Join(dir, "go-build")
}

func TestScripts(t *testing.T) {
	cache := buildCache(t)
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			// Where os.UserConfigDir looks: Unix, Windows; macOS has a fixed
			// place below HOME.
			env.Setenv("XDG_CONFIG_HOME", env.WorkDir+"/config")
			env.Setenv("AppData", env.WorkDir+"/config")
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("GORACE", promptly)
			env.Setenv("GOCACHE", cache)
			return listeners(env)
		},
	})
}
