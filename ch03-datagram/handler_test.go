package datagram

import (
	"context"
	"log"
	"net"
	"net/netip"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRefuses(t *testing.T) {
	s := &Server{port: 4000}
	for from, why := range map[string]string{
		"192.0.2.1:7":         "a service's port",
		"192.0.2.1:19":        "a service's port",
		"192.0.2.1:0":         "a service's port",
		"[2001:db8::1]:1023":  "a service's port",
		"127.0.0.1:4000":      "the server's own port",
		"192.0.2.1:4000":      "the server's own port",
		"192.0.2.1:1024":      "",
		"[2001:db8::1]:50000": "",
	} {
		assert.Equal(t, why, s.refuses(netip.MustParseAddrPort(from), nil), "a datagram from %s", from)
	}
}

// What a server refuses stays unanswered, and its log says why.
func TestBudgetIsKept(t *testing.T) {
	server, err := Listen(t.Context(), "127.0.0.1:0")
	require.NoError(t, err)
	defer server.Close()
	logged := make(lines, 10)
	server.Budget, server.Log = 150, log.New(logged, "", 0)
	served := make(chan error, 1)
	go func() { served <- server.Serve(t.Context()) }()
	client, err := Dial(t.Context(), server.Addr().String())
	require.NoError(t, err)
	defer client.Close()
	ctx, stop := context.WithTimeout(t.Context(), 5*time.Second)
	defer stop()
	_, err = client.Echo(ctx, make([]byte, 100))
	require.NoError(t, err, "the first is within the budget")
	_, err = client.Write(make([]byte, 123)) // with headers 151: more than a whole second's
	require.NoError(t, err)
	assert.Equal(t, client.LocalAddr().String()+": not answered: its budget is spent\n", <-logged)
	require.NoError(t, server.Close())
	require.ErrorIs(t, <-served, net.ErrClosed)
}

// lines hands each Write on, as a string.
type lines chan string

func (l lines) Write(p []byte) (int, error) {
	l <- string(p)
	return len(p), nil
}

func TestPassing(t *testing.T) {
	for _, errno := range passingErrors {
		assert.True(t, passing(&net.OpError{Op: "read", Err: errno}), "%v is about one datagram", errno)
		assert.False(t, passing(&net.OpError{Op: "read", Err: net.ErrClosed}))
	}
	assert.False(t, passing(nil))
	assert.False(t, passing(syscall.EBADF), "to go on would be to loop")
}
