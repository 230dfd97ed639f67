package bsdapi

import (
	"bytes"
	"context"
	"net"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// A squatter takes the port as soon as nobody listens there any more, as
// another program may that asks for any free port.
type squatter struct {
	bytes.Buffer
	tried bool
	err   error // of its Listen
}

func (s *squatter) Write(line []byte) (int, error) {
	if strings.Contains(string(line), "closes its listener") {
		_, rest, _ := strings.Cut(s.String(), "bound to ")
		addr, _, _ := strings.Cut(rest, "\n")
		var ln net.Listener
		if ln, s.err = new(net.ListenConfig).Listen(context.Background(), "tcp", addr); s.err == nil {
			_ = ln.Close()
		}
		s.tried = true
	}
	return s.Buffer.Write(line)
}

// The example's port is the example's until it ends: nobody else can listen
// there, and take the connection that must be refused.
func TestRefusedKeepsItsPort(t *testing.T) {
	var out squatter
	require.NoError(t, Refused(t.Context(), &out))
	require.True(t, out.tried, "%s", &out)
	assert.ErrorIs(t, out.err, unix.EADDRINUSE)
}
