//go:build linux || darwin

package unixdomain

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPeerOfIsUs(t *testing.T) {
	a, _ := rightsPair(t)
	peer, err := PeerOf(a)
	require.NoError(t, err)
	assert.Equal(t, Peer{UID: uint32(os.Geteuid()), GID: uint32(os.Getegid()), PID: os.Getpid()}, peer)
	assert.NoError(t, CheckUser(a, peer.UID))
	assert.ErrorIs(t, CheckUser(a, peer.UID+1), ErrOtherUser)
}

func TestPeerOfAClosedConnection(t *testing.T) {
	a, _ := rightsPair(t)
	require.NoError(t, a.Close())
	_, err := PeerOf(a)
	assert.ErrorIs(t, err, net.ErrClosed)
	assert.Error(t, CheckUser(a, uint32(os.Geteuid())), "who cannot be told is refused")
}

// userListener listens in a directory with a name short enough for macOS.
func userListener(t *testing.T, uid uint32) *UserListener {
	t.Helper()
	dir, err := os.MkdirTemp("", "peer")
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	ln, err := net.ListenUnix("unix", &net.UnixAddr{Name: filepath.Join(dir, "s"), Net: "unix"})
	require.NoError(t, err)
	t.Cleanup(func() { _ = ln.Close() })
	require.NoError(t, ln.SetDeadline(time.Now().Add(10*time.Second)))
	return &UserListener{UnixListener: ln, UID: uid}
}

func TestUserListenerServesItsUser(t *testing.T) {
	ln := userListener(t, uint32(os.Geteuid()))
	client, err := net.Dial("unix", ln.Addr().String())
	require.NoError(t, err)
	defer client.Close()
	conn, err := ln.Accept()
	require.NoError(t, err)
	assert.NoError(t, conn.Close())
}

// Strangers are closed, one after the other, and the listener goes on.
func TestUserListenerRefusesOthers(t *testing.T) {
	ln := userListener(t, uint32(os.Geteuid())+1)
	var refused []error
	ln.Refused = func(err error) { refused = append(refused, err) }
	var clients []net.Conn
	for range 3 {
		client, err := net.Dial("unix", ln.Addr().String())
		require.NoError(t, err)
		defer client.Close()
		require.NoError(t, client.SetDeadline(time.Now().Add(10*time.Second)))
		clients = append(clients, client)
	}
	require.NoError(t, ln.SetDeadline(time.Now().Add(50*time.Millisecond)))
	_, err := ln.Accept()
	require.ErrorIs(t, err, os.ErrDeadlineExceeded, "no stranger comes out")
	require.Len(t, refused, 3)
	for i, client := range clients {
		assert.ErrorIs(t, refused[i], ErrOtherUser)
		_, err := client.Read(make([]byte, 1))
		assert.Error(t, err, "closed, and not forgotten")
		assert.False(t, errors.Is(err, os.ErrDeadlineExceeded))
	}
}
