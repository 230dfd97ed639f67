package peers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
)

// A peer is a language's client and server on this machine.
type peer struct {
	language
	ctx    context.Context // when it ends, so do all that run
	t      *testing.T      // cleans up after all of them
	papers *papers
	dir    string // the copy of the folder

	ready  func() error           // finds the tools and builds, once
	listen func() (string, error) // starts the server, once, and returns its address

	// echo runs one client, from connecting to its end.
	echo func(ctx context.Context, addr string, msg []byte) ([]byte, error)
}

func newPeer(ctx context.Context, t *testing.T, l language, papers *papers) *peer {
	p := &peer{language: l, ctx: ctx, t: t, papers: papers, dir: t.TempDir()}
	p.ready = sync.OnceValue(p.prepare)
	p.listen = sync.OnceValues(func() (string, error) { return p.serve(t, papers.server) })
	p.echo = p.runClient
	return p
}

// prepare returns a lack if something is missing here, or the compiler's text
// if it complained.
func (p *peer) prepare() error {
	for _, tool := range p.needs {
		if _, err := tool.find(); err != nil {
			return err
		}
	}
	// Reading the sources also tells "go test" on what its cached result rests.
	if err := os.CopyFS(p.dir, os.DirFS(p.name)); err != nil || p.build == nil {
		return err
	}
	cmd := p.command(p.ctx, p.build)
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	err := cmd.Run()
	if err == nil && complaints.Len() > 0 && os.Getenv(requireAll) != "" {
		err = errors.New("warnings")
	}
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(p.build, " "), err, &complaints)
	}
	return nil
}
