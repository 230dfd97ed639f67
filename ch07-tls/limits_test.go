package securestream

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// limited is a server at work that has been told its limits, and how a client
// comes to it. stop ends it, and returns what it has logged.
func limited(t *testing.T, admit func(net.Addr) (func(), error), maxBytes int64, idle time.Duration) (dial func() (*Client, error), stop func() string) {
	t.Helper()
	ours, theirs := trust(t)
	server, err := ListenTLS(t.Context(), "127.0.0.1:0", ours)
	require.NoError(t, err)
	server.SetLimits(admit, maxBytes, idle)
	var logged bytes.Buffer
	server.SetLog(log.New(&logged, "", 0))
	served := make(chan struct{})
	go func() {
		_ = server.Serve(t.Context()) // Close ends it
		close(served)
	}()
	stop = func() string {
		_ = server.Close()
		<-served
		return logged.String()
	}
	t.Cleanup(func() { stop() })
	return func() (*Client, error) {
		client, err := DialTLS(t.Context(), server.Addr().String(), theirs)
		if err == nil {
			t.Cleanup(func() { _ = client.Close() })
			err = client.SetDeadline(time.Now().Add(10 * time.Second))
		}
		return client, err
	}, stop
}

// Who is not admitted gets no handshake; who is, leaves when all is over.
func TestAdmit(t *testing.T) {
	asked, left := make(chan net.Addr, 2), make(chan struct{}, 2)
	var allowed atomic.Bool
	allowed.Store(true)
	dial, stop := limited(t, func(remote net.Addr) (func(), error) {
		asked <- remote
		if !allowed.Load() {
			return nil, errors.New("enough of you")
		}
		return func() { left <- struct{}{} }, nil
	}, 0, time.Minute)

	welcome, err := dial()
	require.NoError(t, err)
	_, err = welcome.Echo(t.Context(), []byte("hello"))
	require.NoError(t, err)
	assert.Equal(t, welcome.LocalAddr().String(), (<-asked).String())
	assert.Empty(t, left, "the connection is open")
	require.NoError(t, welcome.Close())
	<-left

	allowed.Store(false)
	_, err = dial()
	assert.Error(t, err)
	logged := stop()
	assert.Contains(t, logged, "refused: enough of you\n")
	assert.NotContains(t, logged, "no handshake", "none was tried")
	assert.Empty(t, left, "who was refused does not leave")
}

// Of a stream MaxBytes come back, in order and to the last, and then a proper
// end: close_notify, behind which crypto/tls says io.EOF.
func TestMaxBytes(t *testing.T) {
	const most = bufferSize + 100
	dial, stop := limited(t, nil, most, time.Minute)
	client, err := dial()
	require.NoError(t, err)
	sent := bytes.Repeat([]byte("0123456789"), most/10+1<<17) // much of it unread in the kernel
	wrote := make(chan error, 1)
	go func() {
		_, err := client.Write(sent)
		wrote <- err
	}()
	got, err := io.ReadAll(client)
	require.NoError(t, err)
	assert.True(t, bytes.Equal(sent[:most], got), "%d of %d bytes came back", len(got), most)
	require.NoError(t, <-wrote, "the rest is read, to nowhere")
	require.NoError(t, client.Close())

	within, err := dial()
	require.NoError(t, err)
	_, err = within.Echo(t.Context(), sent[:most-1])
	require.NoError(t, err, "a connection has its own count")
	require.NoError(t, within.CloseWrite())
	rest, err := io.ReadAll(within)
	require.NoError(t, err)
	assert.Empty(t, rest)
	logged := stop()
	assert.Regexp(t, fmt.Sprintf("dropped, %d bytes echoed: that is the most for one connection\n", most), logged)
	assert.Regexp(t, fmt.Sprintf("finished, %d bytes echoed\n", most-1), logged)
}

// SetLimits sets the time of silence as well, of the handshake's too.
func TestSetIdle(t *testing.T) {
	dial, stop := limited(t, nil, 0, 200*time.Millisecond)
	client, err := dial()
	require.NoError(t, err)
	_, err = client.Read(make([]byte, 1))
	assert.Error(t, err)
	assert.NotErrorIs(t, err, os.ErrDeadlineExceeded)
	assert.Contains(t, stop(), "dropped, 0 bytes echoed:")
}

// A server on every address of the machine can be trusted at every one.
func TestEveryAddressIsCertified(t *testing.T) {
	for _, addr := range []string{":7007", "0.0.0.0:7007", "[::]:7007"} {
		assert.Subset(t, hosts(addr), machine(t), addr)
	}
	assert.Equal(t, []string{"localhost", "127.0.0.1", "::1", "192.0.2.1"}, hosts("192.0.2.1:7007"))
	assert.Equal(t, []string{"localhost", "127.0.0.1", "::1", "a.example"}, hosts("a.example:7007"))

	authority, err := NewAuthority("test")
	require.NoError(t, err)
	cert, err := authority.Issue(ForServer(hosts(":7007")...))
	require.NoError(t, err, "whatever this machine is called")
	for _, host := range machine(t) {
		assert.NoError(t, cert.Leaf.VerifyHostname(host))
	}
}

// machine is what others reach this machine by.
func machine(t *testing.T) []string {
	t.Helper()
	all := []string{"127.0.0.1"}
	addresses, err := net.InterfaceAddrs()
	require.NoError(t, err)
	for _, a := range addresses {
		if ip, _, err := net.ParseCIDR(a.String()); err == nil && ip.IsGlobalUnicast() {
			all = append(all, ip.String())
		}
	}
	return all
}

func TestIsName(t *testing.T) {
	for _, name := range []string{"localhost", "desk-12", "a.b.example"} {
		assert.True(t, isName(name), name)
	}
	for _, name := range []string{"", ".", "a..b", "Ünal's Mac", "a b", "a.", "(none)"} {
		assert.False(t, isName(name), name)
	}
}
