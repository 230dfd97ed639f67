package securestream

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/nettest"
)

// inChild is set in the process that TestNetConn starts.
const inChild = "SOCKBOOK_TLS_NETCONN"

// final are the properties that a TLS connection cannot keep. Each lets a
// Write time out and then expects to write again. Of a record that was cut
// short nobody knows how much has been sent, and the next one would begin in
// its middle; so crypto/tls fails every Write after one that has timed out.
const final = "^TestNetConn$/^(PastTimeout|FutureTimeout|ConcurrentMethods)$"

// The client's connection is a net.Conn in every other respect. nettest has no
// way to leave properties out, and go test one for a whole process only.
func TestNetConn(t *testing.T) {
	if os.Getenv(inChild) != "" {
		nettest.TestConn(t, pipe(t))
		return
	}
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestNetConn$", "-test.skip="+final, "-test.v", "-test.timeout=1m")
	child.Env = append(os.Environ(), inChild+"=1")
	text, err := child.CombinedOutput()
	require.NoError(t, err, "%s", text)
	for _, property := range []string{"BasicIO", "PingPong", "RacyRead", "RacyWrite", "ReadTimeout", "WriteTimeout", "PresentTimeout", "CloseTimeout"} {
		assert.Contains(t, string(text), "--- PASS: TestNetConn/"+property, "run and kept")
	}
}

// pipe makes a client and the server's end of its connection.
func pipe(t *testing.T) nettest.MakePipe {
	ours, theirs := trust(t)
	return func() (client, server net.Conn, stop func(), err error) {
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, nil, nil, err
		}
		defer ln.Close()
		accepted := make(chan error, 1)
		go func() {
			raw, err := ln.Accept()
			if err == nil {
				conn := tls.Server(raw, ours)
				server, err = conn, conn.Handshake()
			}
			accepted <- err
		}()
		c, err := DialTLS(context.Background(), ln.Addr().String(), theirs)
		if err = errors.Join(err, <-accepted); err != nil {
			return nil, nil, nil, err
		}
		// Not their own Close, which waits 5 s to write where a test has left
		// the buffers full.
		return c, server, func() { _, _ = c.NetConn().Close(), server.(*tls.Conn).NetConn().Close() }, nil
	}
}

// What final says: a Write that has timed out is the last, and Read goes on.
func TestWriteDeadlineIsFinal(t *testing.T) {
	client, server, stop, err := pipe(t)()
	require.NoError(t, err)
	defer stop()
	require.NoError(t, client.SetWriteDeadline(time.Unix(1, 0)))
	_, err = client.Write([]byte("x"))
	require.ErrorIs(t, err, os.ErrDeadlineExceeded)
	require.NoError(t, client.SetWriteDeadline(time.Time{}))
	_, err = client.Write([]byte("x"))
	require.ErrorIs(t, err, os.ErrDeadlineExceeded, "though nothing of it was sent, and the deadline is gone")

	_, err = server.Write([]byte("y"))
	require.NoError(t, err)
	require.NoError(t, client.SetReadDeadline(time.Unix(1, 0)))
	_, err = client.Read(make([]byte, 1))
	require.ErrorIs(t, err, os.ErrDeadlineExceeded)
	require.NoError(t, client.SetReadDeadline(time.Time{}))
	n, err := client.Read(make([]byte, 1))
	require.NoError(t, err, "a read deadline can be taken back")
	assert.Equal(t, 1, n)
}
