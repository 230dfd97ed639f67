package echotest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A Limitable server can be told what one client may have of it, for a network
// on which not everybody means well.
type Limitable interface {
	Server
	SetLimits(admit func(remote net.Addr) (leave func(), err error), maxBytes int64, idle time.Duration)
	SetLog(*log.Logger)
}

// Limited checks that subject's server, a Limitable, keeps to SetLimits. buffer
// is what it reads at once, in bytes.
func Limited(t *testing.T, subject Subject, buffer int) {
	t.Run("Admit", func(t *testing.T) { admit(t, subject) })
	t.Run("MaxBytes", func(t *testing.T) { maxBytes(t, subject, buffer+100) })
	t.Run("Idle", func(t *testing.T) { silence(t, subject) })
}

// limited is a server at work that has been told its limits. stop ends it, and
// returns what it has logged.
func limited(t *testing.T, s Subject, admit func(net.Addr) (func(), error), maxBytes int64, idle time.Duration) (r *running, stop func() string) {
	t.Helper()
	server := s.listen(t, s.Addr(), roomy).(Limitable)
	server.SetLimits(admit, maxBytes, idle)
	var logged bytes.Buffer
	server.SetLog(log.New(&logged, "", 0))
	r = s.serve(t, server)
	return r, func() string {
		_ = server.Close()
		r.stopped("Close")
		return logged.String()
	}
}

// assertReset asks for an end that is neither orderly nor the client's own.
// Each system has its own number for it, and under Wine it reads as orderly.
func assertReset(t *testing.T, err error) {
	t.Helper()
	assert.Error(t, err)
	assert.NotErrorIs(t, err, os.ErrDeadlineExceeded)
	if runtime.GOOS != "windows" {
		assert.NotErrorIs(t, err, io.EOF)
	}
}

// Who is not admitted is reset, unserved; who is, leaves when all is over.
func admit(t *testing.T, s Subject) {
	asked, left := make(chan net.Addr, 2), make(chan struct{}, 2)
	var closed atomic.Bool
	r, stop := limited(t, s, func(remote net.Addr) (func(), error) {
		asked <- remote
		if closed.Load() {
			return nil, errors.New("enough of you")
		}
		return func() { left <- struct{}{} }, nil
	}, 0, time.Minute)

	welcome := r.dial()
	require.NoError(t, echo(welcome, message(100), whole))
	var remote net.Addr
	require.NoError(t, s.within(func() { remote = <-asked }), "the server must ask who may come in")
	assert.Equal(t, welcome.LocalAddr().String(), remote.String())
	assert.Empty(t, left, "the connection is open")
	require.NoError(t, welcome.Close())
	require.NoError(t, s.within(func() { <-left }), "the server must tell when a connection has ended")

	closed.Store(true)
	refused, err := r.tryDial()
	if err == nil { // connect may have heard of it
		defer refused.Close()
		_, err = refused.Read(make([]byte, 1))
	}
	assertReset(t, err)
	assert.Contains(t, stop(), "refused: enough of you\n")
	assert.Empty(t, left, "who was refused does not leave")
}

// Of a stream so many bytes come back, in order and to the last, and then its
// end, though there is more that the server has not read.
func maxBytes(t *testing.T, s Subject, most int) {
	r, stop := limited(t, s, nil, int64(most), time.Minute)
	client := r.dial()
	sent := message(most + 1<<20)
	wrote := make(chan error, 1)
	go func() {
		_, err := client.Write(sent)
		wrote <- err
	}()
	got, err := io.ReadAll(client)
	require.NoError(t, err, "an end of stream, and no reset that would cost bytes")
	assert.True(t, bytes.Equal(sent[:most], got), "%d of %d bytes came back", len(got), most)
	require.NoError(t, <-wrote, "the rest is read, to nowhere")
	require.NoError(t, client.Close())

	within := r.dial()
	require.NoError(t, echo(within, sent[:most-1], whole), "a connection has its own count")
	require.NoError(t, within.CloseWrite())
	rest, err := io.ReadAll(within)
	require.NoError(t, err)
	assert.Empty(t, rest)
	logged := stop()
	assert.Contains(t, logged, fmt.Sprintf("dropped, %d bytes echoed: that is the most for one connection\n", most))
	assert.Contains(t, logged, fmt.Sprintf("finished, %d bytes echoed\n", most-1))
}

// The time of silence is one of the limits.
func silence(t *testing.T, s Subject) {
	r, stop := limited(t, s, nil, 0, 200*time.Millisecond)
	_, err := r.dial().Read(make([]byte, 1))
	assertReset(t, err)
	assert.Contains(t, stop(), "dropped, 0 bytes echoed:")
}
