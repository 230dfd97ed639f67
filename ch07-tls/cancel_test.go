package securestream

import (
	"context"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An example whose ctx has ended does not begin.
func TestExamplesCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, example := range map[string]func(context.Context, io.Writer) error{
		"echo": Echo, "mutual": Mutual, "handshake": Handshake, "wrong-name": WrongName, "plain-text": PlainText,
	} {
		assert.ErrorIs(t, example(ctx, io.Discard), context.Canceled, name)
	}
}

// ctx ends an encounter in which both wait for the other to speak.
func TestEncounterCancelled(t *testing.T) {
	p, err := newParties()
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	p.talk = func(ctx context.Context, out io.Writer, client *Client) error {
		cancel()
		return firstRead(ctx, out, client)
	}
	begin := time.Now()
	require.ErrorIs(t, p.play(ctx, io.Discard), context.Canceled)
	assert.Less(t, time.Since(begin), allotted/2)
}
