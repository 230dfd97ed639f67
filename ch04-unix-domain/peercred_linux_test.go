package unixdomain

import (
	"net"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// dialAs connects as another user, whom one thread becomes for that: on Linux
// the users of a process are its threads'. The thread is not used again.
func dialAs(t *testing.T, uid int, path string) net.Conn {
	t.Helper()
	type dialed struct {
		conn net.Conn
		err  error
	}
	done := make(chan dialed)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends
		if _, _, errno := unix.RawSyscall(unix.SYS_SETRESUID, ^uintptr(0), uintptr(uid), ^uintptr(0)); errno != 0 {
			done <- dialed{err: errno}
			return
		}
		conn, err := net.Dial("unix", path)
		done <- dialed{conn, err}
	}()
	got := <-done
	if got.err == unix.EINVAL {
		t.Skip("this user namespace has one user only")
	}
	require.NoError(t, got.err)
	return got.conn
}

// Two users of one machine: one is served, the other is not.
func TestUserListenerWithTwoUsers(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("becoming another user needs root; sudo")
	}
	const nobody = 65534
	ln := userListener(t, uint32(os.Geteuid()))
	require.NoError(t, os.Chmod(ln.Addr().String(), 0o666)) // whoever comes this far
	require.NoError(t, os.Chmod(filepath.Dir(ln.Addr().String()), 0o711))
	refused := make(chan error, 1)
	ln.Refused = func(err error) { refused <- err }
	stranger := dialAs(t, nobody, ln.Addr().String())
	defer stranger.Close()
	own, err := net.Dial("unix", ln.Addr().String())
	require.NoError(t, err)
	defer own.Close()
	conn, err := ln.Accept()
	require.NoError(t, err)
	defer conn.Close()
	select {
	case why := <-refused:
		assert.ErrorIs(t, why, ErrOtherUser)
		assert.ErrorContains(t, why, "65534")
	default:
		t.Fatal("the stranger, who came first, was not refused")
	}
	_, err = own.Write([]byte("x"))
	assert.NoError(t, err, "our own connection is the one that came out")
}
