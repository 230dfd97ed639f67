package securestream

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log"
)

// Echo is the whole of the chapter in one turn: an authority, a server that it
// vouches for, a client that has been told to trust it, and the same bytes
// back.
func Echo(ctx context.Context, out io.Writer) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	authority, err := NewAuthority("Workbook CA")
	if err != nil {
		return err
	}
	cert, err := authority.Issue(ForServer("127.0.0.1"))
	if err != nil {
		return err
	}
	server, err := ListenTLS(ctx, "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{cert}})
	if err != nil {
		return err
	}
	defer server.Close()
	var logged bytes.Buffer
	server.Log = log.New(&logged, "server: ", 0)
	fmt.Fprintln(out, "server: listening on", server.Addr())
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx) }()

	client, err := DialTLS(ctx, server.Addr().String(), &tls.Config{RootCAs: authority.Pool()})
	if err != nil {
		return err
	}
	defer client.Close()
	agreed(out, client.ConnectionState())
	if err := sayHello(ctx, out, client); err != nil {
		return err
	}
	stop()
	err = <-served
	_, _ = logged.WriteTo(out)
	fmt.Fprintln(out, "server: drained; Serve returned", err)
	return err
}

// agreed prints what the handshake came to. The cipher suite is left out: Go
// takes AES-GCM where the processor has instructions for it, else ChaCha20.
func agreed(out io.Writer, state tls.ConnectionState) {
	fmt.Fprintf(out, "client: the two agreed on %s\n", tls.VersionName(state.Version))
	fmt.Fprintf(out, "client: and on a secret, by %v\n", state.CurveID)
	for _, chain := range state.VerifiedChains {
		fmt.Fprintln(out, "client: verified:", path(chain))
	}
}
