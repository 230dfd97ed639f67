package stream

import (
	"context"
	"errors"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestStates(t *testing.T) {
	text := show(t, States)
	for _, state := range []string{"LISTEN", "SYN-SENT", "SYN-RECV", "ESTAB", "FIN-WAIT-1", "FIN-WAIT-2", "CLOSE-WAIT", "LAST-ACK", "TIME-WAIT"} {
		assert.Contains(t, text, state, "ss shows each state by name")
	}
}

func TestParseSS(t *testing.T) {
	rows, err := parseSS("ESTAB 0 0 127.0.0.1:80 127.0.0.1:8080\nSYN-SENT 0 1 127.0.0.1:8080 127.0.0.1:80 \n", 80)
	require.NoError(t, err)
	require.Len(t, rows, 2)
	assert.Equal(t, "kernel: client SYN-SENT   127.0.0.1:8080 → 127.0.0.1:80", rows[0].String(), "the client first; port 8080 is not port 80")
	assert.Equal(t, "server", rows[1].party)
	_, err = parseSS("ESTAB 0 0\n", 80)
	assert.Error(t, err)
}

// Where the states do not come, the error says which were there.
func TestListingSaysWhatItSaw(t *testing.T) {
	if _, err := exec.LookPath("ss"); err != nil {
		t.Skip("needs the program ss; apt-get install iproute2")
	}
	var out transcript
	ln, l, err := listenAlone(t.Context(), &out)
	require.NoError(t, err)
	defer ln.Close()
	why := errors.New("enough")
	ctx, stop := context.WithTimeoutCause(t.Context(), 300*time.Millisecond, why)
	defer stop()
	err = l.show(ctx, "Nobody listens.", "client ESTAB")
	require.ErrorIs(t, err, why, "the reason why nobody waited any longer")
	assert.ErrorContains(t, err, `Nobody listens: ss listed ["server LISTEN"] last, not ["client ESTAB"]`)
	assert.Empty(t, out.String(), "what has not come about is not told")
}
