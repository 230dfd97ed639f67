package grade

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// tell is a function with which a hostile submission says what it came to: a
// panic is what a test shows.
const tell = `func tell(what string, err error) int { panic(fmt.Sprintf("%s: %v", what, err)) }`

// A hostile submission does its worst in the first test. What it comes to is
// there for the test to see; it costs it the points, and nobody else any.
type hostile struct{ imports, decls, double, shows string }

// hostiles are submissions that attack; neighbour is a file of another's and
// address a listener of the machine's.
func hostiles(neighbour, address string) map[string]hostile {
	const io = `"fmt"; "os"`
	return map[string]hostile{
		"hang": {"", "", "for n > 0 { n |= 1 }; return n", "still not done after "},
		"forge by print": {io, "", `fmt.Println("--- PASS: TestDouble (0.00s)\nPASS"); os.Stdout.WriteString("\n{\"Results\":[{\"Test\":\"TestDouble\",\"State\":\"passed\"}]}\n"); return 3 * n`,
			"the result is not twice the number"},
		"forge by search": {`"fmt"; "os"; "regexp"; "syscall"`, "", `text, _ := os.ReadFile(os.Args[0])
	for _, secret := range regexp.MustCompile("[0-9a-f]{24}").FindAll(text, -1) { fmt.Printf("\n%s passed TestDouble\n", secret) }
	syscall.Exit(0)
	return n`, "the program ended, with status 0, before the test was over"},
		"forge by report":       {io, tell, `_, err := os.OpenFile("/proc/1/fd/1", os.O_WRONLY, 0); return tell("report", err)`, "report: open /proc/1/fd/1: permission denied"},
		"read the parent":       {io, tell, `_, err := os.Open("/proc/1/mem"); return tell("memory", err)`, "memory: open /proc/1/mem: permission denied"},
		"trace the parent":      {`"fmt"; "syscall"`, tell, `return tell("trace", syscall.PtraceAttach(1))`, "trace: operation not permitted"},
		"read the neighbour":    {io, tell, fmt.Sprintf(`_, err := os.ReadFile(%q); return tell("neighbour", err)`, neighbour), "no such file or directory"},
		"read a secret":         {io, tell, `if s := os.Getenv("INSTRUCTOR_TOKEN"); s != "" { return 2 * n }; return tell("secret", os.ErrNotExist)`, "secret: file does not exist"},
		"read the passwords":    {io, tell, `_, err := os.ReadFile("/etc/shadow"); return tell("passwords", err)`, "no such file or directory"},
		"call out":              {`"fmt"; "net"`, tell, fmt.Sprintf(`_, err := net.Dial("tcp", %q); return tell("call", err)`, address), "connection refused"},
		"change the kernel":     {io, tell, `return tell("kernel", os.WriteFile("/proc/sys/kernel/core_pattern", []byte("|/tmp/x"), 0))`, "read-only file system"},
		"change the system":     {io, tell, `return tell("system", os.WriteFile("/usr/bin/mine", nil, 0o777))`, "read-only file system"},
		"mount over the system": {`"fmt"; "syscall"`, tell, `return tell("mount", syscall.Mount("none", "/usr", "tmpfs", 0, ""))`, "operation not permitted"},
		"fill the disk": {io, tell, `var err error
	for i := 0; err == nil; i++ { err = os.WriteFile(fmt.Sprintf("%s/full%d", os.TempDir(), i), make([]byte, 16<<20), 0o666) }
	return tell("disk", err)`, "no space left on device"},
		"one large file": {`"fmt"; "os"; "os/signal"; "syscall"`, tell, `signal.Ignore(syscall.SIGXFSZ)
	f, err := os.Create(os.TempDir() + "/large")
	if err == nil { err = f.Truncate(1 << 40) }
	return tell("large", err)`, "file too large"},
		"fork": {`"fmt"; "os/exec"`, tell, `var err error
	for err == nil { err = exec.Command("sleep", "98765").Start() }
	return tell("fork", err)`, "resource temporarily unavailable"},
		"leave a daemon": {`"fmt"; "os/exec"; "syscall"`, tell, `cmd := exec.Command("sleep", "98765")
	cmd.Env, cmd.SysProcAttr = []string{}, &syscall.SysProcAttr{Setsid: true}
	return tell("daemon", cmd.Start())`, "daemon: <nil>"},
		"memory": {"", "var kept [][]byte", "for range 8 { kept = append(kept, make([]byte, 1<<28)) }; select {}", "your code held more than 1024 MiB"},
	}
}

// Whatever a submission does in its shelter costs it its own points.
func TestHostile(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer ln.Close()
	t.Setenv("INSTRUCTOR_TOKEN", "hunter2")
	c := newClass(t)
	neighbour := c.hand("a neighbour", "", "", "return 2 * n")
	all := hostiles(filepath.Join(neighbour, "toy.go"), ln.Addr().String())
	for name, h := range all {
		c.hand(name, h.imports, h.decls, "if n == 0 { return 0 }\n"+h.double)
	}
	got := c.grade(c.options())
	if !got["a neighbour"].Sheltered {
		t.Skip("this system does not let a submission be sheltered")
	}
	assert.Equal(t, 2, got["a neighbour"].Score)
	for name, h := range all {
		assert.Contains(t, got[name].Tests[0].Shows, h.shows, name)
		assert.Equal(t, 1, got[name].Score, "%s: the other test is in a process of its own: %+v", name, got[name])
	}
	assert.Empty(t, running("98765"), "what a submission started is gone with it")
}

// running are the processes with that word among their arguments.
func running(word string) (pids []string) {
	lines, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, name := range lines {
		text, _ := os.ReadFile(name) // one may have ended
		if bytes.Contains(text, []byte("\x00"+word)) {
			pids = append(pids, name)
		}
	}
	return pids
}

// A submission that ends its own check, or is the neighbour's by a link, has no
// points.
func TestHostileToItsCheck(t *testing.T) {
	c := newClass(t)
	neighbour := c.hand("a neighbour", "", "", "return 2 * n")
	c.hand("suicide", `"syscall"`, "", "syscall.Kill(1, syscall.SIGTERM); select {}")
	c.hand("early", `"syscall"`, "func init() { syscall.Kill(1, syscall.SIGTERM) }", "select {}")
	thief := c.hand("thief", "", "", "")
	require.NoError(t, os.Remove(filepath.Join(thief, "toy.go")))
	require.NoError(t, os.Symlink(filepath.Join(neighbour, "toy.go"), filepath.Join(thief, "toy.go")))
	got := c.grade(c.options())
	if !got["a neighbour"].Sheltered {
		t.Skip("this system does not let a submission be sheltered")
	}
	assert.Equal(t, 2, got["a neighbour"].Score)
	for _, name := range []string{"suicide", "early"} {
		assert.Zero(t, got[name].Score, name)
		assert.Contains(t, got[name].Problem, "the check ended without a report", name)
	}
	assert.Zero(t, got["thief"].Score)
	assert.Contains(t, got["thief"].Problem, "toy.go is not there")
	assert.Contains(t, got["thief"].Notes[0], "toy.go is no regular file")
}

// What the processes of a submission hold together is bounded as well, and the
// submission is the first to go if the machine runs out of memory.
func TestHostileTogether(t *testing.T) {
	c := newClass(t)
	c.hand("a neighbour", "", "", "return 2 * n")
	c.hand("family", `"os"; "os/exec"; "time"`, `var kept [][]byte
func init() {
	if len(os.Args) > 1 && os.Args[1] == "child" {
		for i := range 300 {
			kept = append(kept, make([]byte, 1<<20))
			for at := 0; at < 1<<20; at += 4096 { kept[i][at] = 1 }
		}
		time.Sleep(time.Hour)
	}
}`, `for range 4 { exec.Command(os.Args[0], "child").Start() }
	select {}`)
	c.hand("score", `"fmt"; "os"`, tell, `text, _ := os.ReadFile("/proc/self/oom_score_adj")
	return tell(string(text[:4]), os.WriteFile("/proc/self/oom_score_adj", []byte("0"), 0))`)
	o := c.options()
	o.memory, o.Timeout = 1<<30, 20*time.Second
	got := c.grade(o)
	if !got["a neighbour"].Sheltered {
		t.Skip("this system does not let a submission be sheltered")
	}
	assert.Equal(t, 2, got["a neighbour"].Score)
	assert.Zero(t, got["family"].Score)
	assert.Contains(t, got["family"].Problem, "the submission's processes held more than 1024 MiB", "%+v", got["family"])
	assert.Contains(t, got["score"].Tests[0].Shows, "1000")
	assert.Contains(t, got["score"].Tests[0].Shows, "read-only file system")
}
