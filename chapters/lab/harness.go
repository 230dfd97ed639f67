package lab

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"time"
)

// The words of the lines that a test process tells its parent by. Each stands
// behind a secret that is different in every check and in no source: what a
// submission prints is no verdict by accident or by guessing. Nor does it find
// the secret by looking for such a text: in the program are two halves like
// any other letters, and in memory it is whole for the time of one write(2).
// It is no sandbox: code that looks for the halves, or reads what its process
// writes, can forge.
const (
	saysReady  = "ready"  // every init has run
	saysPassed = "passed" // and the test's name
	saysFailed = "failed"
	saysMemory = "memory" // it holds more than maxMemory
)

// What the process of a test may hold, and what one of its goroutines, in
// bytes. A function that calls itself for ever comes to the second first.
const (
	maxMemory = 1 << 30
	maxStack  = 64 << 20
)

// respite is how long before the testing package's own limit the harness says
// where each goroutine stands. It stops them all to look (runtime.Stack); of one
// that is computing the testing package only knows that it is running.
const respite = 2 * time.Second

// harness is the file beside the tests that speaks to the parent. A verdict is
// one write(2) to the standard output as it was at the start, which no
// assignment to os.Stdout changes.
const harness = `package %[1]s_test

import (
	"flag"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"syscall"
	"testing"
	"time"
)

var check_one, check_other string // the secret's halves, set by the linker

func check_say(word string) {
	line := make([]byte, 0, 2+len(check_one)+len(word)+1)
	line = append(line, '\n')
	for i := range check_one {
		line = append(line, %[5]q[(check_one[i]+check_other[i])%%16])
	}
	line = append(line, " "+word+"\n"...)
	_, _ = syscall.Write(syscall.Stdout, line)
	clear(line)
}

func check_verdict(t *testing.T) {
	t.Cleanup(func() {
		if t.Failed() || t.Skipped() {
			check_say("failed " + t.Name())
			return
		}
		check_say("passed " + t.Name())
	})
}

func check_standing(limit time.Duration) {
	stacks := make([]byte, 1<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	_, _ = syscall.Write(syscall.Stderr, []byte("panic: test timed out after "+limit.String()+"\n\n"))
	_, _ = syscall.Write(syscall.Stderr, stacks)
	os.Exit(2)
}

func Check_begin() {
	check_say("ready")
	flag.Parse()
	debug.SetMaxStack(%[3]d)
	whole, err := time.ParseDuration(flag.Lookup("test.timeout").Value.String())
	if limit := whole - %[4]d; err == nil && limit > 0 {
		time.AfterFunc(limit, func() { check_standing(limit) })
	}
	go func() {
		held := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
		for range time.Tick(20 * time.Millisecond) {
			metrics.Read(held)
			if held[0].Value.Uint64()-held[1].Value.Uint64() > %[2]d {
				check_say("memory")
				os.Exit(3)
			}
		}
	}()
}

func TestMain(m *testing.M) {
	Check_begin()
	os.Exit(m.Run())
}
`

// harnessFile is its name beside the tests.
const harnessFile = "check_harness_test.go"

func harnessSource(pkg string) []byte {
	return fmt.Appendf(nil, harness, pkg, maxMemory, maxStack, respite, hexDigits)
}

// tell makes each test of a file say how it ended. What is inserted stands on
// the line where the test begins: the lines keep their numbers.
func tell(source []byte) ([]byte, error) {
	files := token.NewFileSet()
	tree, err := parser.ParseFile(files, "", source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	out := slices.Clone(source)
	for _, d := range slices.Backward(tree.Decls) {
		f, ok := d.(*ast.FuncDecl)
		if !ok || !isTest(f) {
			continue
		}
		at := files.Position(f.Body.Lbrace).Offset + 1
		call := fmt.Sprintf(" check_verdict(%s);", f.Type.Params.List[0].Names[0].Name)
		out = slices.Insert(out, at, []byte(call)...)
	}
	return out, nil
}
