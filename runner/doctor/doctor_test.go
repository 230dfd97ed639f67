package doctor

import (
	"bytes"
	"context"
	"errors"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"sockbook/chapters"
	"sockbook/runner/fault"
	"sockbook/runner/tty"
)

func TestMain(m *testing.M) {
	_ = os.Setenv("GORACE", "atexit_sleep_ms=0") // a probe's process need not wait a second before it ends
	if status, ran := chapters.Child(Probes); ran {
		os.Exit(status)
	}
	goleak.VerifyTestMain(m)
}

func console(env map[string]string) (*tty.Console, *bytes.Buffer) {
	var out bytes.Buffer
	return tty.New(strings.NewReader(""), &out, &out, func(name string) string { return env[name] }, nil), &out
}

// Whatever the machine lacks, each check gives an answer: a detail, or a reason
// on one line.
func TestExamine(t *testing.T) {
	c, _ := console(nil)
	r := Examine(t.Context(), c)
	names := make(map[string]Finding)
	for _, f := range r.Findings {
		require.NotContains(t, names, f.Name, "each check has a name of its own")
		names[f.Name] = f
		assert.NotEmpty(t, f.Use, f.Name)
		assert.Contains(t, titles, f.Group, f.Name)
		assert.NotContains(t, f.Detail, "\n", f.Name)
		assert.False(t, !f.OK && f.Detail == "", "%s is missing for a reason", f.Name)
		assert.False(t, f.OK && f.Remedy != "", "%s needs no remedy", f.Name)
	}
	assert.True(t, names["Go"].OK)
	assert.True(t, names["IPv4 loopback"].OK)
	assert.Contains(t, r.Arch, runtime.GOARCH)
}

// A probe that does not end is given up.
func TestProbeThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hold := make(chan struct{})
		f := examine(t.Context(), check{"stuck", Tests, "testing", "ch01", func(context.Context) (string, error) {
			<-hold
			return "", nil
		}})
		close(hold)
		assert.Equal(t, Finding{Name: "stuck", Group: Tests, Use: "testing", By: "ch01", Detail: "no answer within 4s"}, f)
	})
}

func TestProgramProbe(t *testing.T) {
	detail, err := program{runs: [][]string{{"no-such-program"}, {"go", "version"}}}.probe(t.Context())
	require.NoError(t, err, "the second way will do")
	assert.Regexp(t, `^1\.\d+`, detail)

	_, err = program{runs: [][]string{{"no-such-program", "--version"}}, where: packages{apt: "it", dnf: "it", pacman: "it", brew: "it", winget: "it"}}.probe(t.Context())
	require.EqualError(t, err, "there is no program no-such-program")
	if runtime.GOOS == "linux" && family(release()) == "debian" {
		assert.Equal(t, sudo()+"apt-get install it", fault.Hint(err))
	}

	_, err = program{runs: [][]string{{"go", "no-such-command"}}}.probe(t.Context())
	require.ErrorContains(t, err, "go: go no-such-command: unknown command", "found is not enough")
}

// Wine is found where Debian puts it, off PATH.
func TestWineOffThePath(t *testing.T) {
	const loader = "/usr/lib/wine/wine64"
	if _, err := os.Stat(loader); err != nil {
		t.Skipf("no %s; apt-get install wine64", loader)
	}
	t.Setenv("PATH", t.TempDir())
	i := slices.IndexFunc(table, func(p program) bool { return p.name == "wine" })
	detail, err := table[i].probe(t.Context())
	require.NoError(t, err)
	assert.Regexp(t, `^\d+\.\d+`, detail)
}

// Every program has its command on each system that it is for; winget and pkg
// have not all of them.
func TestInstall(t *testing.T) {
	for _, p := range table {
		for _, family := range []string{"debian", "fedora", "arch"} {
			assert.NotEmpty(t, p.where.on("linux", family, "sudo "), "%s, %s", p.name, family)
		}
		if p.only == "" {
			assert.NotEmpty(t, p.where.on("darwin", "", ""), p.name)
		}
		assert.Empty(t, p.where.on("linux", "", "sudo "), "of another distribution nothing is known")
	}
	where := packages{apt: "a b", dnf: "c", brew: "d", winget: "e", pkg: "f"}
	assert.Equal(t, "sudo apt-get install a b", where.on("linux", "debian", "sudo "))
	assert.Equal(t, "dnf install c", where.on("linux", "fedora", ""))
	assert.Equal(t, "brew install d", where.on("darwin", "", "sudo "), "brew refuses root")
	assert.Equal(t, "winget install e", where.on("windows", "", ""))
	assert.Equal(t, "sudo pkg install f", where.on("freebsd", "", "sudo "))
	assert.Equal(t, "xcode-select --install", packages{mac: "xcode-select --install"}.on("darwin", "", ""))
}

func TestFamily(t *testing.T) {
	for ids, want := range map[[2]string]string{
		{"debian", ""}: "debian", {"ubuntu", "debian"}: "debian", {"linuxmint", "ubuntu debian"}: "debian",
		{"fedora", ""}: "fedora", {"rocky", "rhel centos fedora"}: "fedora", {"arch", ""}: "arch",
		{"manjaro", "arch"}: "arch", {"alpine", ""}: "", {"", ""}: "",
	} {
		assert.Equal(t, want, family(map[string]string{"ID": ids[0], "ID_LIKE": ids[1]}), ids)
	}
}

func TestIsUTF8(t *testing.T) {
	for want, envs := range map[bool][]map[string]string{
		true:  {{"LANG": "C.UTF-8"}, {"LC_ALL": "de_AT.utf8", "LANG": "C"}, {"LC_CTYPE": "en_US.UTF-8"}},
		false: {{}, {"LANG": "C"}, {"LC_ALL": "POSIX", "LANG": "en_US.UTF-8"}},
	} {
		for _, env := range envs {
			assert.Equal(t, want, isUTF8(func(name string) string { return env[name] }), env)
		}
	}
}

func TestTerminal(t *testing.T) {
	c, _ := console(map[string]string{"LANG": "C"})
	detail, err := terminal(c)
	require.NoError(t, err)
	assert.Equal(t, "a pipe", detail)
	c.Terminal = true
	_, err = terminal(c)
	if runtime.GOOS != "windows" {
		require.ErrorContains(t, err, "not UTF-8")
	}
}

func TestLoopbackGivesUp(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	_, err := loopback("127.0.0.1:0")(ctx)
	assert.True(t, errors.Is(err, context.Canceled), "%v", err)
}
