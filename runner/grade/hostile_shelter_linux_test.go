package grade

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"sockbook/chapters/lab"
)

// rummage is how a hostile submission looks for a key: by its name, by its
// number and by that of its keyring, which it has guessed.
const rummage = `func call(number uintptr, a, b, c, d any) (int, error) {
	word := func(a any) uintptr {
		switch a := a.(type) {
		case int: return uintptr(a)
		case []byte: return uintptr(unsafe.Pointer(&a[0]))
		}
		return 0
	}
	got, _, errno := syscall.Syscall6(number, word(a), word(b), word(c), word(d), 0, 0)
	if errno != 0 { return 0, errno }
	return int(got), nil
}

func find(name string, key, keyring int) (found string) {
	const read, link, session = 11, 8, -3 // of keyctl(2)
	text := make([]byte, 64)
	look := func() {
		asked, err := call(syscall.SYS_REQUEST_KEY, []byte("user\x00"), []byte(name + "\x00"), 0, 0)
		if err != nil { asked = key }
		if n, err := call(syscall.SYS_KEYCTL, read, asked, text, len(text)); err == nil { found += string(text[:n]) }
	}
	look()
	call(syscall.SYS_KEYCTL, link, keyring, session, 0)
	look()
	list, _ := os.ReadFile("/proc/keys")
	return found + string(list)
}`

// judgeFor has one submission checked in a shelter, on the calling thread.
func (c *class) judgeFor(r *run, files map[string][]byte) *Grade {
	c.t.Helper()
	g := &Grade{}
	require.NoError(c.t, r.judge(c.t.Context(), &c.courses[0], &snapshot{files: files}, g))
	return g
}

// submit is a submission whose Double has that body.
func submit(imports, decls, double string) map[string][]byte {
	return map[string][]byte{"toy.go": toySource(imports, decls, double)}
}

// shelters is a run with shelters, or the test is skipped.
func (c *class) shelters(goRoot, goCache string) *run {
	c.t.Helper()
	self, err := os.Executable()
	require.NoError(c.t, err)
	base := c.t.TempDir()
	r := &run{Options: c.options(), self: self, base: base, root: filepath.Join(base, "root"), goRoot: goRoot, goCache: goCache, sheltered: true}
	require.NoError(c.t, os.Mkdir(r.root, 0o700))
	return r
}

// goEnv is GOROOT and a cache with what a submission is compiled from, as a
// class has them.
func (c *class) goEnv(t *testing.T) (goRoot, goCache string) {
	t.Helper()
	t.Setenv("GOCACHE", os.Getenv("GOCACHE")) // provide may set another
	r := &run{base: t.TempDir()}
	require.NoError(t, r.goEnv(t.Context()))
	require.NoError(t, r.provide())
	l := c.courses[0].Lab
	_, err := l.CheckSources(t.Context(), solution(l), lab.CheckOptions{Tests: []string{}})
	require.NoError(t, err)
	return r.goRoot, r.goCache
}

// skipWithout skips the test where a shelter cannot be made at all.
func (c *class) skipWithout(goRoot, goCache string) {
	c.t.Helper()
	if g := c.judgeFor(c.shelters(goRoot, goCache), submit("", "", "return 2 * n")); g.unheard {
		c.t.Skip("this system does not let a submission be sheltered: " + g.Problem)
	}
}

// A submission finds no key of the instructor's: not in the session keyring
// that a child inherits, and not in the user keyring, which the kernel shows
// to each process of the same user.
func TestHostileToKeys(t *testing.T) {
	runtime.LockOSThread() // for good: nobody else gets the thread, and the keyring
	if _, err := unix.KeyctlInt(unix.KEYCTL_JOIN_SESSION_KEYRING, 0, 0, 0, 0); err != nil {
		t.Skipf("no keys here: keyctl: %v", err)
	}
	c := newClass(t)
	goRoot, goCache := c.goEnv(t)
	c.skipWithout(goRoot, goCache)
	// As a login does it: what is in the user keyring is the session's too.
	_, err := unix.KeyctlInt(unix.KEYCTL_LINK, unix.KEY_SPEC_USER_KEYRING, unix.KEY_SPEC_SESSION_KEYRING, 0, 0)
	require.NoError(t, err)
	name, content := "instructor-"+rand.Text(), "secret-"+rand.Text()
	for where, ring := range map[string]int{"session": unix.KEY_SPEC_SESSION_KEYRING, "user": unix.KEY_SPEC_USER_KEYRING} {
		key, err := unix.AddKey("user", name, []byte(content), ring)
		require.NoError(t, err)
		_, err = unix.KeyctlInt(unix.KEYCTL_SET_TIMEOUT, key, 60, 0, 0) // in seconds: it outlives a test that is killed
		require.NoError(t, err)
		number, err := unix.KeyctlGetKeyringID(ring, false)
		require.NoError(t, err)
		double := fmt.Sprintf(`if n != 0 { panic("found [" + find(%q, %d, %d) + "]") }; return 0`, name, key, number)
		g := c.judgeFor(c.shelters(goRoot, goCache), submit(`"os"; "syscall"; "unsafe"`, rummage, double))
		_, err = unix.KeyctlInt(unix.KEYCTL_UNLINK, key, ring, 0, 0)
		require.NoError(t, err)
		require.NotEmpty(t, g.Tests, where)
		assert.Contains(t, g.Tests[0].Shows, "found []", where)
	}
}

// The session keyring is left, whatever else keeps a submission from its keys.
func TestLeaveKeys(t *testing.T) {
	runtime.LockOSThread() // for good
	if _, err := unix.KeyctlInt(unix.KEYCTL_JOIN_SESSION_KEYRING, 0, 0, 0, 0); err != nil {
		t.Skipf("no keys here: keyctl: %v", err)
	}
	name := "instructor-" + rand.Text()
	_, err := unix.AddKey("user", name, []byte("secret"), unix.KEY_SPEC_SESSION_KEYRING)
	require.NoError(t, err)
	_, err = unix.RequestKey("user", name, "", 0)
	require.NoError(t, err)
	require.NoError(t, leaveKeys())
	_, err = unix.RequestKey("user", name, "", 0)
	assert.Error(t, err)
}

// How the go command's folders are called, and whether by a symbolic link,
// does not cost a class its shelters.
func TestShelterNames(t *testing.T) {
	c := newClass(t)
	goRoot, goCache := c.goEnv(t)
	c.skipWithout(goRoot, goCache)
	linked := func(to string) string {
		dir := t.TempDir()
		require.NoError(t, os.Symlink(to, filepath.Join(dir, "second")))
		require.NoError(t, os.Symlink(filepath.Join(dir, "second"), filepath.Join(dir, "first")))
		return filepath.Join(dir, "first")
	}
	g := c.judgeFor(c.shelters(linked(goRoot), linked(goCache)), submit("", "", "return 2 * n"))
	assert.Equal(t, 2, g.Score, "symbolic links: %+v", g)
	// In an empty cache the standard library would have to be compiled: nothing
	// to compile is enough to come that far.
	odd := filepath.Join(t.TempDir(), `a:b,c\d e`)
	require.NoError(t, os.MkdirAll(filepath.Join(odd, "cache"), 0o700))
	r := c.shelters(goRoot, filepath.Join(odd, "cache"))
	r.base, r.root = odd, filepath.Join(odd, "root")
	require.NoError(t, os.Mkdir(r.root, 0o700))
	g = c.judgeFor(r, nil)
	assert.Contains(t, g.Problem, "toy.go is not there", "a name with what separates mount options")
}
