package stream

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// TestFastOpen runs itself again in a network namespace of its own, where the
// setting may be changed and no cookie is known.
func TestFastOpen(t *testing.T) {
	if os.Getenv("FASTOPEN_PRIVATE") == "" {
		again := exec.Command(os.Args[0], "-test.run=^TestFastOpen$", "-test.v")
		again.Env = append(os.Environ(), "FASTOPEN_PRIVATE=1")
		again.SysProcAttr = &syscall.SysProcAttr{
			Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET,
			UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
			GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
		}
		out, err := again.CombinedOutput()
		if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOSPC) {
			t.Skipf("no private namespace: %v; sudo sysctl -w kernel.unprivileged_userns_clone=1", err)
		}
		require.NoError(t, err, "%s", out)
		require.NotContains(t, string(out), "--- SKIP", "in its own namespace it must run")
		return
	}
	raiseLoopback(t)
	got := show(t, FastOpen)
	assert.Regexp(t, `(?s)connection 1\n.*came in the SYN: false\nconnection 2\n`, got, "without a cookie the SYN carries no data")
	assert.Regexp(t, `(?s)connection 2\nclient: Dial has returned: SYN-SENT, 0 segments sent\n.*came in the SYN: true\n`, got, "with one it does, and Dial sends nothing")
	assert.Contains(t, got, "kernel: TCPFastOpenPassive +2", "and the kernel counts it")
}

// raiseLoopback turns on lo, which a new network namespace has switched off.
func raiseLoopback(t *testing.T) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	require.NoError(t, err)
	defer unix.Close(fd)
	ifr, err := unix.NewIfreq("lo")
	require.NoError(t, err)
	require.NoError(t, unix.IoctlIfreq(fd, unix.SIOCGIFFLAGS, ifr))
	ifr.SetUint16(ifr.Uint16() | unix.IFF_UP)
	require.NoError(t, unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, ifr))
}

func TestParseNetstat(t *testing.T) {
	got, err := parseNetstat("TcpExt: A B\nTcpExt: 1 22\nIpExt: C\nIpExt: 3\n")
	require.NoError(t, err)
	assert.Equal(t, map[string]int64{"A": 1, "B": 22, "C": 3}, got)
	for _, bad := range []string{"TcpExt: A B\nTcpExt: 1\n", "TcpExt: A\nTcpExt: x\n"} {
		_, err := parseNetstat(bad)
		assert.Error(t, err, "%q", bad)
	}
}
