package sockerrors

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// block is what Provoke shows of one errno.
var block = regexp.MustCompile(`(?m)^(E[A-Z0-9]+) \((\d+)\) (.+)\n(client|server|caller|sender|receiver): (.+)\n(?:go: (.+)\n)?`)

func TestProvoke(t *testing.T) {
	text := showAlone(t, Provoke)
	distinct := map[string]bool{}
	for _, b := range block.FindAllStringSubmatch(text, -1) {
		distinct[b[1]] = true
		assert.NotContains(t, b[5], "timeout", "%s is the system's word, not a time limit of ours", b[1])
	}
	least := 5 // what net alone provokes on any system
	if runtime.GOOS == "linux" {
		least = 30
	}
	assert.GreaterOrEqual(t, len(distinct), least, "different errors, each really given:\n%s", text)
	assert.Contains(t, text, fmt.Sprintf("%d different errors provoked.", len(distinct)))
	assert.NotRegexp(t, `(?m)^[A-Z][^(\n]*\.\n[A-Z][^(\n]*\.$`, text, "no theme without an error")
	assert.Equal(t, 1, strings.Count(text, datagrams.title), "a title is told once")
	absent := text[strings.Index(text, "Not to be had here."):]
	for name := range distinct {
		assert.NotRegexp(t, `(?m)^(E[A-Z]+, )*`+name+`\b`, absent, "what was provoked is not missing")
	}
	assert.Regexp(t, `ECONNREFUSED \(\d+\) .*\nclient: dial tcp 127\.0\.0\.1:\d+: connect(ex)?: .*refused.*\ngo: Refused, peer: wait and retry`, text)
}

// One line a reason, broken if it is long.
func TestShowAbsent(t *testing.T) {
	var out strings.Builder
	why := "needs a network of its own, and for that CAP_SYS_ADMIN"
	showAbsent(&out, []absence{
		{"EUSERS", "no protocol uses it"},
		{"ENETUNREACH", why}, {"EHOSTUNREACH", why}, {"EPIPE", why}, {"EHOSTUNREACH", why},
	}, map[string]bool{"EPIPE": true})
	assert.Equal(t, "EUSERS — no protocol uses it\nENETUNREACH, EHOSTUNREACH\n  — "+why+"\n", out.String())
}

func TestEveryProvocationIsDescribed(t *testing.T) {
	for _, theme := range append([]theme{connections, datagrams}, systemThemes()...) {
		assert.True(t, strings.HasSuffix(theme.title, "."), "%q is a sentence", theme.title)
		for _, p := range theme.provocations {
			assert.Regexp(t, `^E[A-Z0-9]+$`, p.name)
			assert.NotEmpty(t, p.calls, p.name)
			assert.Contains(t, []string{"client", "server", "caller", "sender", "receiver"}, p.who, p.name)
			assert.LessOrEqual(t, len(p.name+" (123) "+p.calls), 72, "%s: %s fits a line", p.name, p.calls)
		}
	}
}

func TestProvocationFails(t *testing.T) {
	refused := provocation{name: "ECONNREFUSED", calls: "connect"}
	assert.Equal(t, "connect: no error on this system", refused.failed(nil))
	assert.Equal(t, "connect: something", refused.failed(errors.New("something")))
	assert.Equal(t, "needs root", refused.failed(fmt.Errorf("so: %w", missing{what: "needs root"})))
	assert.Regexp(t, "^connect: here it is .*", refused.failed(syscall.EPERM), "another errno does not count")
}

func TestVerdict(t *testing.T) {
	assert.Equal(t, "AccessDenied, local: tell the user; errors.Is(err, fs.ErrPermission); a note", verdict(syscall.EACCES, "a note"))
	assert.Contains(t, verdict(syscall.ETIMEDOUT, ""), "Timeout() is true")
	assert.Equal(t, "", verdict(errors.New("anything"), ""), "where Go says nothing more, neither do we")
}

func TestBenchClosesTheLastFirst(t *testing.T) {
	var b bench
	var order []int
	for i := range 3 {
		b.later(func() { order = append(order, i) })
	}
	b.close()
	b.close()
	assert.Equal(t, []int{2, 1, 0}, order, "and each once")
}

func TestProvokeStopsWithItsContext(t *testing.T) {
	ctx, stop := context.WithCancelCause(t.Context())
	stop(errors.New("enough"))
	var out transcript
	require.EqualError(t, Provoke(ctx, &out), "enough")
}
