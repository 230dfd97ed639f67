package securestream

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
)

// StartTLS begins in clear and turns to TLS on the same connection, as mail
// does (RFC 3207). What an attacker writes behind the client's request, in
// clear, must not be taken for something that came through TLS: a server that
// reads through a buffer has it in the buffer already (CVE-2011-0411).
func StartTLS(ctx context.Context, out io.Writer) error {
	authority, err := NewAuthority("starttls")
	if err != nil {
		return err
	}
	cert, err := authority.Issue(ForServer("localhost"))
	if err != nil {
		return err
	}
	theirs := &tls.Config{Certificates: []tls.Certificate{cert}}
	ours := &tls.Config{RootCAs: authority.Pool(), ServerName: "localhost"}
	for _, s := range []struct {
		careful bool
		inject  string
	}{
		{false, ""},
		{false, "DELETE everything\r\n"},
		{true, "DELETE everything\r\n"},
	} {
		err := overLink(ctx, func(near, far *linkEnd) error {
			served := make(chan error, 1)
			go func() {
				served <- upgrade(out, far, theirs, s.careful)
				_ = far.Close() // wakes a client that waits
			}()
			err := upgradeClient(out, &injectedEnd{Conn: near, out: out, inject: s.inject}, ours)
			_ = near.Close() // and this the server
			refused := <-served
			if errors.Is(refused, errInjected) {
				return nil // as it should; the client has been hung up on
			}
			return errors.Join(err, refused)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// upgradeClient asks for TLS, shakes hands, sends one command and reads to the
// end.
func upgradeClient(out io.Writer, conn net.Conn, config *tls.Config) error {
	fmt.Fprintln(out, "client: STARTTLS, in clear")
	if _, err := io.WriteString(conn, "STARTTLS\r\n"); err != nil {
		return err
	}
	// No more than this one line: what follows it belongs to TLS.
	ready := make([]byte, len(upgradeReady))
	if _, err := io.ReadFull(conn, ready); err != nil {
		return err
	}
	secure := tls.Client(conn, config)
	if err := secure.Handshake(); err != nil {
		return err
	}
	fmt.Fprintln(out, "client: LIST, through TLS")
	if _, err := io.WriteString(secure, "LIST\r\n"); err != nil {
		return err
	}
	if err := secure.CloseWrite(); err != nil {
		return err
	}
	answers, err := io.ReadAll(secure)
	if err != nil {
		return err
	}
	first, _, _ := strings.Cut(string(answers), "\r\n")
	fmt.Fprintf(out, "client: takes for the answer to LIST: %q\n", first)
	return nil
}

// An injectedEnd has an attacker on its path, who adds to what is in clear.
type injectedEnd struct {
	net.Conn

	out    io.Writer
	inject string
}

func (e *injectedEnd) Write(p []byte) (int, error) {
	if e.inject == "" || string(p) != "STARTTLS\r\n" {
		return e.Conn.Write(p)
	}
	fmt.Fprintf(e.out, "attacker: adds %q\n", e.inject)
	_, err := io.WriteString(e.Conn, string(p)+e.inject)
	return len(p), err
}
