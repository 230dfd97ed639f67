package confine_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"sockbook/chapters/confine"
)

// roleEnv makes this program one of a family: it holds what the process is to
// do and then, after commas, what each process that it starts is to do in turn.
const roleEnv = "SOCKBOOK_TEST_ROLE"

func TestMain(m *testing.M) {
	if roles, ok := os.LookupEnv(roleEnv); ok {
		role, rest, _ := strings.Cut(roles, ",")
		if err := play(role, rest); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		return
	}
	_ = os.Setenv("GORACE", "atexit_sleep_ms=0") // fails only on a malformed name
	goleak.VerifyTestMain(m)
}

// play does what role says.
func play(role, rest string) error {
	switch role {
	case "stay": // until it is ended
		signal.Ignore(os.Interrupt)
		return stay()
	case "answer": // what it is asked, until there is nothing more
		fmt.Println("here")
		_, err := io.Copy(os.Stdout, os.Stdin)
		return err
	case "obey": // an interrupt
		stop := make(chan os.Signal, 1)
		signal.Notify(stop, os.Interrupt)
		fmt.Println("here")
		<-stop
		fmt.Println("interrupted")
		return nil
	case "leave": // a child behind
		return again(rest).Start()
	case "leave-both": // children behind, one of them without an environment
		bare := again(rest)
		bare.Env = []string{roleEnv + "=" + rest}
		if err := bare.Start(); err != nil {
			return err
		}
		return again(rest).Start()
	case "keep": // a child, and stay
		signal.Ignore(os.Interrupt)
		if err := again(rest).Start(); err != nil {
			return err
		}
		return stay()
	case "detach": // a child, and leave it behind in no group or session of ours
		child := again(rest)
		child.SysProcAttr = detached()
		return child.Start()
	case "found": // a family within the family, and stay
		if _, err := confine.Start(again(rest)); err != nil {
			return err
		}
		return stay()
	case "end": // a family within the family, when its head has ended
		return end(again(rest))
	case "nothing":
		return nil
	}
	return fmt.Errorf("no role %q", role)
}

// stay does nothing for longer than any test takes.
func stay() error {
	fmt.Println("here")
	<-time.After(time.Minute)
	return nil
}

// end starts a family whose last process is to stay, ends it, and says so when
// it is gone.
func end(cmd *exec.Cmd) error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	cmd.Stdout = w
	family, err := confine.Start(cmd)
	if err != nil {
		return err
	}
	w.Close()
	if err := cmd.Wait(); err != nil {
		return err
	}
	out := bufio.NewReader(r)
	if _, err := out.ReadString('\n'); err != nil {
		return err
	}
	n := family.End()
	_, err = io.Copy(io.Discard, out)
	fmt.Println("ended", n)
	return err
}

// again is this program in another role. It has our standard output.
func again(roles string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), roleEnv+"="+roles)
	cmd.Stdout = os.Stdout
	return cmd
}

// An output is what a family writes. It ends when no process of the family is
// left that could write, which tells a dead family from a living one.
type output struct {
	lines chan string
}

// start starts a family, with this program as its head.
func start(t *testing.T, ctx context.Context, roles string, with ...func(*exec.Cmd)) (*exec.Cmd, *confine.Family, *output) {
	t.Helper()
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer w.Close()
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(os.Environ(), roleEnv+"="+roles)
	cmd.Stdout = w // a file: nothing is copied, and Wait waits for the head alone
	cmd.Cancel = func() error { return confine.Interrupt(cmd) }
	for _, f := range with {
		f(cmd)
	}
	family, err := confine.Start(cmd)
	require.NoError(t, err)
	t.Cleanup(func() { family.End() })
	return cmd, family, read(r)
}

// read reads from r until its end.
func read(r io.ReadCloser) *output {
	out := &output{make(chan string, 100)}
	go func() {
		defer r.Close()
		defer close(out.lines)
		for s := bufio.NewScanner(r); s.Scan(); {
			out.lines <- s.Text()
		}
	}()
	return out
}

// next is the next line, or EOF.
func (o *output) next(t *testing.T) string {
	t.Helper()
	select {
	case line, ok := <-o.lines:
		if !ok {
			return "EOF"
		}
		return line
	case <-time.After(10 * time.Second):
		t.Fatal("the family neither writes nor ends")
		return ""
	}
}

// over reads what is left and returns when the family is gone.
func (o *output) over(t *testing.T) {
	t.Helper()
	for o.next(t) != "EOF" {
	}
}
