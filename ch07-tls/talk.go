package securestream

import (
	"context"
	"fmt"
	"io"
)

// firstRead waits for the server to speak first, which an echo server does
// only to refuse. A client that wrote instead might never hear the reason: its
// bytes reach a server that has closed, which answers RST. Linux lets a client
// read what came before that; RFC 9293 section 3.10.7.4 has it thrown away.
// Should the encounter's ctx end, the wire hangs up, and Read returns.
func firstRead(_ context.Context, out io.Writer, client *Client) error {
	fmt.Fprintln(out, "client: DialTLS returned, no error")
	_, err := client.Read(make([]byte, 1))
	fmt.Fprintln(out, "client: the first Read:", err)
	// Behind a fatal alert there is nobody to take leave of (RFC 8446 section
	// 6.2), and Client.Close would.
	return client.NetConn().Close()
}

// sayHello has one message echoed, and takes its leave: close_notify each way,
// then FIN each way. A client that left at once would answer the server's last
// words with RST, which does no harm here, since all has come back.
func sayHello(ctx context.Context, out io.Writer, client *Client) error {
	reply, err := client.Echo(ctx, []byte("hello"))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "client: sent %q, got back %q\n", "hello", reply)
	if err := client.CloseWrite(); err != nil {
		return err
	}
	for _, end := range []io.Reader{client, client.NetConn()} { // of TLS, of TCP
		if _, err := io.Copy(io.Discard, end); err != nil {
			return err
		}
	}
	return client.Close()
}
