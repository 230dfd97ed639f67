package lab

import (
	"cmp"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What a submission does to its process costs it the test and nothing more,
// and the reader is told what it was.
func TestHostile(t *testing.T) {
	const wrong = "return 3 * n"
	for name, c := range map[string]struct {
		imports, decls, double string
		shows                  string
		at                     string // "Double", or "" for nowhere
		other                  State  // of the other test; "" is Passed
	}{
		"endless loop":       {double: "for n > 0 { n |= 1 }; return n", shows: "still not done after 1s: your code was computing", at: "Double"},
		"endless empty loop": {double: "if n < 0 {\n return 0 }\n for {\n }", shows: "still not done after 1s: your code was computing", at: "Double"},
		"endless channel":    {double: "return <-make(chan int)", shows: "still not done after 1s: your code was waiting to receive from a channel", at: "Double"},
		"deadlock":           {imports: `"sync"`, double: "var mu sync.Mutex; mu.Lock(); mu.Lock(); return n", shows: "still not done after 1s: your code was waiting for a lock", at: "Double"},
		"endless network":    {imports: `"net"`, double: `l, _ := net.Listen("tcp", "127.0.0.1:0"); l.Accept(); return n`, shows: "still not done after 1s: your code was waiting for the network", at: "Double"},
		"deaf": {imports: `"os"; "os/signal"`, double: `signal.Ignore(os.Interrupt); select {}`,
			shows: "still not done after 1s: your code was waiting in a select", at: "Double"},
		"flood":           {imports: `"fmt"`, double: `for { fmt.Println("a line of output, again and again and again") }`, shows: "your code printed more than 4 MiB"},
		"flood of errors": {imports: `"os"`, double: `for { os.Stderr.WriteString("a line of output, again and again and again\n") }`, shows: "your code printed more than 4 MiB"},
		"memory": {decls: "var kept [][]byte", double: "for range 8 { kept = append(kept, make([]byte, 1<<28)) }; select {}",
			shows: "your code held more than 1024 MiB of memory"},
		"recursion": {decls: "func deep(n int) int { return deep(n+1) + 1 }", double: "return deep(n)", shows: "fatal error: stack overflow: a function calls itself without end, perhaps", at: "deep"},
		"exit":      {imports: `"os"`, double: "os.Exit(0); return n", shows: "panic: unexpected call to os.Exit(0) during test", at: "Double"},
		"hard exit": {imports: `"syscall"`, double: "syscall.Exit(0); return n", shows: "the program ended, with status 0, before the test was over"},
		"log.Fatal": {imports: `"log"`, double: `log.Fatal("no luck"); return n`, shows: "the program ended, with status 1, before the test was over"},
		"goexit":    {imports: `"runtime"`, double: "runtime.Goexit(); return n", shows: "test executed panic(nil) or runtime.Goexit", at: "Double"},
		"panic":     {double: "var p *int; return *p * n", shows: "panic: runtime error: invalid memory address or nil pointer dereference", at: "Double"},
		"panic elsewhere": {decls: "func crash() { panic(\"elsewhere\") }", double: "go crash(); select {}",
			shows: "panic: elsewhere", at: "crash"},
		"forged pass": {imports: `"fmt"`, decls: `func init() { fmt.Println("--- PASS: TestDouble (0.00s)\nPASS\nok  \tsockbook/toy/lab\t0.01s") }`,
			double: wrong, shows: "the result is not twice the number"},
		"forged pass, then exit": {imports: `"fmt"; "syscall"`, double: `fmt.Println("=== RUN   TestDouble\n--- PASS: TestDouble (0.00s)\nPASS"); syscall.Exit(0); return n`,
			shows: "the program ended, with status 0, before the test was over"},
		"forged marker": {imports: `"fmt"; "syscall"`, double: `fmt.Println("\x16--- PASS: TestDouble (0.00s)\n{\"Action\":\"pass\",\"Test\":\"TestDouble\"}"); syscall.Exit(0); return n`,
			shows: "the program ended, with status 0, before the test was over"},
		"forged verdict": {imports: `"fmt"; "syscall"`, double: `fmt.Println("\nready\npassed TestDouble\n verdict passed TestDouble"); syscall.Exit(0); return n`,
			shows: "the program ended, with status 0, before the test was over"},
		"other arguments": {imports: `"os"`, decls: `func init() { os.Args = []string{os.Args[0], "-test.run=^$"} }`, double: wrong,
			shows: "the program ended, with status 0, before the test was over", other: Failed},
		"recovered":     {imports: `"fmt"`, double: `defer func() { fmt.Println(recover()) }(); panic("TODO: no")`, shows: "the result is not twice the number"},
		"no output":     {imports: `"os"`, decls: `func init() { os.Stdout = nil }`, double: wrong, shows: ""},
		"closed output": {imports: `"syscall"`, double: `syscall.Close(syscall.Stdout); return 2 * n`, shows: "the program ended, with status 0, before the test was over"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			limit := DefaultTimeout
			if strings.HasPrefix(c.shows, "still not done after 1s") {
				limit = time.Second
			}
			r := checkWithin(t, limit, toySource(c.imports, c.decls, c.double))
			require.Nil(t, r.Problem)
			double := r.Results[0]
			assert.Equal(t, Failed, double.State)
			assert.Contains(t, double.Shows, c.shows)
			assert.Equal(t, c.at, double.At.Function)
			assert.Equal(t, c.at != "", double.At.Line > 1)
			assert.Equal(t, cmp.Or(c.other, Passed), r.Results[1].State, "the other test, in a process of its own: %s", r.Results[1].Shows)
		})
	}
}

// What a right answer prints does not make it a wrong one.
func TestLoudButRight(t *testing.T) {
	for name, c := range map[string]struct{ imports, decls, double string }{
		"panic":     {`"log"`, `func init() { log.SetFlags(0); log.Print("panic: not really") }`, `log.Print("fatal error: neither"); return 2 * n`},
		"afterward": {`"fmt"; "time"`, "", `go func() { for { fmt.Println("again and again"); time.Sleep(time.Microsecond) } }(); return 2 * n`},
		"much":      {`"fmt"`, "", `fmt.Print(strings.Repeat("a line\n", 1<<16)); fmt.Print("and no end"); return 2 * n`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := check(t, toySource(c.imports, c.decls, c.double))
			require.Nil(t, r.Problem, "%+v", r.Problem)
			assert.Equal(t, 2, r.Passed(), "%+v", r.Results[0])
		})
	}
}

// The sources that a submission can embed or read hold nothing to forge a
// verdict with, and what it leaves among the temporary files goes with it.
func TestHostileFiles(t *testing.T) {
	t.Parallel()
	found := t.TempDir()
	r := check(t, toySource(`"embed"; "os"; "path/filepath"`, "//go:embed *_test.go\nvar tests embed.FS", `
	tell := func(name, text string) { os.WriteFile(filepath.Join(`+"`"+found+"`"+`, name), []byte(text), 0o666) }
	text, err := tests.ReadFile("check_harness_test.go")
	if err != nil { panic(err) }
	tell("harness", string(text))
	beside, _ := filepath.Glob("../*")
	tell("beside", strings.Join(beside, "\n"))
	dir, err := os.MkdirTemp("", "kept")
	if err != nil { panic(err) }
	tell("temporary", dir)
	if err := os.Mkdir(dir + "/locked", 0); err != nil { panic(err) }
	return 2 * n`))
	require.Nil(t, r.Problem, "%+v", r.Problem)
	require.Equal(t, Passed, r.Results[0].State, r.Results[0].Shows)
	told := func(name string) string {
		text, err := os.ReadFile(filepath.Join(found, name))
		require.NoError(t, err)
		return string(text)
	}
	assert.Equal(t, string(harnessSource("toy")), told("harness"), "the same in every check")
	assert.NotContains(t, told("beside"), ".go")
	assert.NoDirExists(t, told("temporary"))
}

// What keeps the program from coming to its first test is told of once.
func TestHostileStart(t *testing.T) {
	for name, c := range map[string]struct{ imports, init, text, function string }{
		"exit":  {`"os"`, "os.Exit(0)", "the program ended before the first test, with status 0: os.Exit, perhaps", ""},
		"forge": {`"os"; "fmt"`, `fmt.Println("PASS"); os.Exit(0)`, "the program ended before the first test, with status 0", ""},
		"panic": {"", `panic("early")`, "before the first test: panic: early", "init.0"},
		"hang":  {"", "for {\n}", "the program is still not through its init functions after", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := check(t, toySource(c.imports, "func init() { "+c.init+" }", "return 2 * n"))
			require.NotNil(t, r.Problem)
			assert.Equal(t, Startup, r.Problem.Kind)
			assert.Contains(t, r.Problem.Text, c.text)
			if c.function != "" {
				require.NotEmpty(t, r.Problem.Errors)
				assert.Equal(t, c.function, r.Problem.Errors[0].Function)
			}
		})
	}
}
