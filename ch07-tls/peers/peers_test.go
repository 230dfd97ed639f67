// Package peers holds the chapter's client and server in other languages, and
// the proof that they all speak with each other and with ours, and with nobody
// who cannot say who it is.
package peers

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"os/signal"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

// requireAll names the variable that, when not empty, turns every skip into a
// failure.
const requireAll = "SOCKBOOK_REQUIRE_ALL"

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// TestPeers runs every client against every server, then each server against
// clients that are many, ill-behaved or not let in, and each client against
// servers that end too soon or are not who they should be.
func TestPeers(t *testing.T) {
	// The children are in process groups of their own, where an interrupt from
	// the terminal does not reach them. This ends them.
	ctx, stop := signal.NotifyContext(t.Context(), os.Interrupt)
	t.Cleanup(stop)
	papers := newPapers(t)
	all := []*peer{ourselves(ctx, t, papers)}
	for _, l := range languages {
		all = append(all, newPeer(ctx, t, l, papers))
	}
	run := func(name string, test func(context.Context, *testing.T), needed ...*peer) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, p := range needed {
				require.NoError(t, present(t, p), p.name)
			}
			ctx, stop := context.WithTimeout(ctx, time.Minute)
			defer stop()
			test(ctx, t)
		})
	}
	for _, client := range all {
		for _, server := range all {
			pair := func(ctx context.Context, t *testing.T) { testPair(ctx, t, client, server) }
			run("client="+client.name+"/server="+server.name, pair, client, server)
		}
	}
	for _, p := range all {
		for name, test := range serverTests {
			run("server="+p.name+"/"+name, func(ctx context.Context, t *testing.T) { test(ctx, t, papers, address(t, p)) }, p)
		}
	}
	for _, p := range all[1:] {
		for name, test := range clientTests {
			run("client="+p.name+"/"+name, func(ctx context.Context, t *testing.T) { test(ctx, t, p) }, p)
		}
	}
}

// present builds a peer. It skips the test if this machine cannot, unless every
// peer is required.
func present(t *testing.T, p *peer) error {
	t.Helper()
	err := p.ready()
	var lacking lack
	if errors.As(err, &lacking) && os.Getenv(requireAll) == "" {
		t.Skipf("%s: %v", p.name, lacking)
	}
	return err
}

// address starts a peer's server, if it does not run yet.
func address(t *testing.T, p *peer) string {
	addr, err := p.listen()
	require.NoError(t, err, "the server starts, and says where it listens")
	return addr
}

var messages = []struct {
	name string
	text []byte
}{
	{"nothing", nil},
	{"1 MiB of random bytes", random(1 << 20)},
}

func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{}).Read(b) // never fails
	return b
}

func testPair(ctx context.Context, t *testing.T, client, server *peer) {
	addr := address(t, server)
	for _, m := range messages {
		back, err := client.echo(ctx, addr, m.text)
		require.NoError(t, err, "%s: the client ends well", m.name)
		require.True(t, bytes.Equal(m.text, back), "%s: %d bytes went out, these %d came back", m.name, len(m.text), len(back))
	}
}
