package chapters

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

// misbehaving is a chapter of examples that do what no example should, so that
// RunExample can be seen to stand it.
var misbehaving = Chapter{
	Dir: "ch99-misbehaving",
	Examples: []Example{
		{Name: "well", Run: func(_ context.Context, out io.Writer) error {
			_, err := fmt.Fprintln(out, "client: hello")
			return err
		}},
		{Name: "fail", Run: func(_ context.Context, out io.Writer) error {
			fmt.Fprintln(out, "client: about to fail")
			return errors.New("dial tcp 127.0.0.1:1: connection refused")
		}},
		{Name: "panic", Run: func(context.Context, io.Writer) error {
			go func() { panic("on another goroutine") }()
			select {}
		}},
		{Name: "exit", Run: func(context.Context, io.Writer) error { os.Exit(7); return nil }},
		{Name: "skip", Run: func(context.Context, io.Writer) error {
			return fmt.Errorf("looking around: %w", &Skipped{Reason: "no ruby here", Remedy: "apt-get install ruby"})
		}},
		{Name: "skip-bare", Run: func(context.Context, io.Writer) error {
			return fmt.Errorf("SO_PRIORITY: %w", errors.ErrUnsupported)
		}},
		{Name: "wait", Run: func(ctx context.Context, out io.Writer) error {
			fmt.Fprintln(out, "server: waiting")
			<-ctx.Done()
			fmt.Fprintln(out, "server: interrupted")
			return ctx.Err()
		}},
		{Name: "stubborn", Run: func(_ context.Context, out io.Writer) error {
			fmt.Fprintln(out, "server: deaf")
			select {}
		}},
		{Name: "family", Run: func(_ context.Context, out io.Writer) error {
			if err := startLingerer(out); err != nil {
				return err
			}
			select {}
		}},
		{Name: "orphan", Run: func(_ context.Context, out io.Writer) error { return startLingerer(out) }},
		{Name: "quiet-orphan", Run: func(context.Context, io.Writer) error { return startLingerer(nil) }},
		{Name: "chorus", Run: func(_ context.Context, out io.Writer) error {
			var voices sync.WaitGroup
			for _, voice := range []string{"server", "client"} {
				voices.Go(func() {
					for range 500 {
						fmt.Fprintf(out, "%s: %s\n", voice, strings.Repeat("x", 100))
					}
				})
			}
			voices.Wait()
			return nil
		}},
		{Name: "flood", Run: func(context.Context, io.Writer) error {
			fmt.Fprintln(os.Stderr, "the first line")
			for range 100 {
				os.Stderr.Write(bytes.Repeat([]byte("x"), 64<<10))
			}
			return errors.New("the last line")
		}},
		{Name: "babble", Run: func(_ context.Context, out io.Writer) error {
			_, err := out.Write(bytes.Repeat([]byte("x"), 2*maxTranscript))
			return err
		}},
		{Name: "prefers", Network: PreferPrivate, Run: func(_ context.Context, out io.Writer) error {
			_, err := fmt.Fprintln(out, "client: here all the same")
			return err
		}},
		{Name: "prefers-in-vain", Network: PreferPrivate, Run: func(context.Context, io.Writer) error {
			return &Skipped{Reason: "lacks more than a namespace"}
		}},
		{Name: "burst", Network: Private, Run: func(context.Context, io.Writer) error { return sendBurst() }},
		{Name: "descriptors", Run: func(_ context.Context, out io.Writer) error { return descriptors(out) }},
		{Name: "connect", Run: func(_ context.Context, out io.Writer) error { return connect(out, "client") }},
		{Name: "private", Network: Private, Run: func(_ context.Context, out io.Writer) error {
			fmt.Fprintln(out, "uid", os.Getuid())
			_, err := net.Dial("tcp", os.Getenv(parentEnv))
			fmt.Fprintln(out, "outside:", err)
			return connect(out, "inside")
		}},
	},
}

// burst is how many datagrams the example of that name sends.
const burst = 20_000

// sendBurst sends them to a socket that never looks.
func sendBurst() error {
	receiver, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer receiver.Close()
	sender, err := net.Dial("udp", receiver.LocalAddr().String())
	if err != nil {
		return err
	}
	defer sender.Close()
	for range burst {
		if _, err := sender.Write(make([]byte, 100)); err != nil {
			return err
		}
	}
	return nil
}

// descriptors prints the numbers of those that are open, and what the runner
// has left in the environment.
func descriptors(out io.Writer) error {
	open, err := filepath.Glob("/proc/self/fd/*")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, strings.Join(open, " "), os.Getenv(captureEnv)+os.Getenv(privateEnv))
	return err
}

// lingerEnv turns this program into one that connects to the address given
// and stays until it is ended. Its connection tells whether it lives.
const lingerEnv = "SOCKBOOK_TEST_LINGER"

// parentEnv is the address of a listener of the test's own.
const parentEnv = "SOCKBOOK_TEST_PARENT"

func linger(addr string) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return
	}
	_, _ = conn.Read(make([]byte, 1)) // nothing ever comes
}

// startLingerer leaves a lingering process behind. It holds the example's
// standard output open if out is not nil.
func startLingerer(out io.Writer) error {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), lingerEnv+"="+os.Getenv(parentEnv))
	if out != nil {
		cmd.Stdout = os.Stdout
	}
	return cmd.Start()
}
