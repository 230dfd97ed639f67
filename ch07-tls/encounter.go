package securestream

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"strings"
	"time"
)

// allotted is how long an encounter may take, in all.
const allotted = 10 * time.Second

// An encounter is a server, a client and the wire between them.
type encounter struct {
	title          string
	server, client *tls.Config
	// visit is the client from its connect(2) on; nil: DialTLS, then talk.
	visit func(ctx context.Context, out io.Writer, addr string) error
	// talk is what the client does when its own handshake has come to an end.
	talk func(ctx context.Context, out io.Writer, client *Client) error
	show func(message) bool // which messages are printed; nil: none
	log  *log.Logger        // the server's, while they meet
}

// play has the two meet, and tells the story from each side: what the client
// was told, what was on the wire, and what the server wrote into its log.
func (e *encounter) play(ctx context.Context, out io.Writer) error {
	fmt.Fprintln(out, e.title)
	said, logged, err := e.meet(ctx, out)
	if err != nil {
		return err
	}
	for _, m := range said {
		if e.show != nil && e.show(m) {
			fmt.Fprintf(out, "wire:   %v: %s\n", m.direction, m.name)
		}
	}
	_, err = out.Write(logged)
	return err
}

// meet returns what was on the wire and in the server's log.
func (e *encounter) meet(ctx context.Context, out io.Writer) (said []message, logged []byte, err error) {
	ctx, stop := context.WithTimeout(ctx, allotted)
	defer stop()
	var keys keyLog
	config := e.server.Clone()
	config.KeyLogWriter = &keys
	server, err := ListenTLS(ctx, "127.0.0.1:0", config)
	if err != nil {
		return nil, nil, err
	}
	var text bytes.Buffer
	e.log = log.New(&text, "server: ", 0)
	server.Log = e.log
	serving, drain := context.WithCancel(ctx)
	served := make(chan error, 1)
	go func() { served <- server.Serve(serving) }()

	wire, err := tapInto(ctx, server.Addr().String())
	if err == nil {
		visit := e.visit
		if visit == nil {
			visit = e.dial
		}
		err = visit(ctx, out, wire.addr())
		<-wire.done
	}
	drain()
	if ended := <-served; err == nil {
		err = ended
	}
	if err != nil {
		return nil, nil, err
	}
	said, err = read(wire.heard(), &keys)
	return said, text.Bytes(), err
}

// dial is a client over TLS. That the server is not to its liking, or it not
// to the server's, is a story and no failure of the example.
func (e *encounter) dial(ctx context.Context, out io.Writer, addr string) error {
	client, err := DialTLS(ctx, addr, e.client)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		fmt.Fprintln(out, "client:", err)
		return nil
	}
	defer client.Close()
	if err := e.talk(ctx, out, client); err != nil {
		return err
	}
	return ctx.Err()
}

// alerts are what a refusal is told by. A warning tells of a regular end.
func alerts(m message) bool { return m.kind == alert && strings.Contains(m.name, "fatal") }

// everything is the whole of what was said.
func everything(message) bool { return true }
