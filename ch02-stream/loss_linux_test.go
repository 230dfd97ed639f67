package stream

import (
	"bytes"
	"errors"
	"io"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// requireLoss skips the test where a kernel lets nobody but root lose segments.
func requireLoss(t *testing.T, err error) {
	t.Helper()
	var lack missing
	if errors.As(err, &lack) {
		t.Skipf("%v; %s", lack, lack.Hint())
	}
	require.NoError(t, err)
}

// Segments are lost, and the bytes arrive all the same.
func TestLoseIncomingLosesSegmentsNotBytes(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer ln.Close()
	client, err := net.Dial("tcp", ln.Addr().String())
	require.NoError(t, err)
	defer client.Close()
	server, err := ln.Accept()
	require.NoError(t, err)
	defer server.Close()
	_ = client.SetDeadline(time.Now().Add(20 * time.Second))
	_ = server.SetDeadline(time.Now().Add(20 * time.Second))

	requireLoss(t, loseIncoming(server.(*net.TCPConn), 20))
	sent := bytes.Repeat([]byte("0123456789"), 100_000)
	go func() {
		_, _ = client.Write(sent) // a failure shows as bytes that do not arrive
		_ = client.Close()
	}()
	got, err := io.ReadAll(server)
	require.NoError(t, err)
	require.True(t, bytes.Equal(sent, got), "every byte arrives, in order")
}

// A socket that loses everything acknowledges nothing.
func TestLoseIncomingEverything(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer ln.Close()
	client, err := net.Dial("tcp", ln.Addr().String())
	require.NoError(t, err)
	defer client.Close()
	server, err := ln.Accept()
	require.NoError(t, err)
	defer server.Close()

	requireLoss(t, loseIncoming(server.(*net.TCPConn), 100))
	_, err = client.Write([]byte("lost"))
	require.NoError(t, err, "the write succeeds: the bytes are in the client's own kernel")
	_ = server.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
	_, err = server.Read(make([]byte, 4))
	require.ErrorContains(t, err, "i/o timeout")

	require.NoError(t, loseIncoming(server.(*net.TCPConn), 0))
	_ = server.SetReadDeadline(time.Now().Add(5 * time.Second))
	_, err = io.ReadFull(server, make([]byte, 4))
	require.NoError(t, err, "the retransmission gets through")
}
