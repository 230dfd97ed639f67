package peers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

// A peer is a language's client and server on this machine.
type peer struct {
	language
	ctx context.Context // when it ends, so do all that run
	t   *testing.T      // cleans up after all of them
	dir string          // the copy of the folder

	ready  func() error           // finds the tools and builds, once
	listen func() (string, error) // starts the server, once, and returns its address

	// echo runs one client, from connecting to its end.
	echo func(ctx context.Context, addr string, msg []byte) ([]byte, error)
}

func newPeer(ctx context.Context, t *testing.T, l language) *peer {
	p := &peer{language: l, ctx: ctx, t: t, dir: t.TempDir()}
	p.ready = sync.OnceValue(p.prepare)
	p.listen = sync.OnceValues(p.serve)
	p.echo = p.runClient
	return p
}

// prepare returns a lack if something is missing here, or the compiler's text
// if it complained.
func (p *peer) prepare() error {
	if p.unix && runtime.GOOS == "windows" {
		return lack{"no BSD sockets on Windows", "the winsock peer is their like"}
	}
	for _, tool := range p.needs {
		if _, err := tool.find(); err != nil {
			return err
		}
	}
	// Reading the sources also tells "go test" on what its cached result rests.
	if err := os.CopyFS(p.dir, os.DirFS(p.name)); err != nil {
		return err
	}
	for _, argv := range p.build {
		cmd := p.command(p.ctx, argv)
		var complaints bytes.Buffer
		cmd.Stderr = &complaints
		err := cmd.Run()
		if err == nil && complaints.Len() > 0 && os.Getenv(requireAll) != "" {
			err = errors.New("warnings")
		}
		if err != nil {
			return fmt.Errorf("%s: %w\n%s", strings.Join(argv, " "), err, &complaints)
		}
	}
	if slices.Contains(p.needs, wine) && runtime.GOOS != "windows" {
		return p.startWine()
	}
	return nil
}
