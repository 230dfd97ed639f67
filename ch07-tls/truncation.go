package securestream

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
)

// What the server says in two writes, and so in two records. After the first
// alone the client would have to think otherwise.
const (
	truncationFirst  = "delete the old files"
	truncationSecond = " but keep the photographs"
)

// Truncation ends a stream in ways that look the same to TCP: a FIN. TLS marks
// the right one with close_notify, an alert that is encrypted as all else is
// (RFC 8446 section 6.1), and which nobody on the path can make up.
//
// crypto/tls reports the end of the bytes without that alert only inside a
// record. Between two records it says io.EOF, as many servers never send the
// alert: a stream that has been cut there looks complete.
func Truncation(ctx context.Context, out io.Writer) error {
	authority, err := NewAuthority("truncation")
	if err != nil {
		return err
	}
	cert, err := authority.Issue(ForServer("localhost"))
	if err != nil {
		return err
	}
	theirs := &tls.Config{Certificates: []tls.Certificate{cert}, SessionTicketsDisabled: true}
	ours := &tls.Config{RootCAs: authority.Pool(), ServerName: "localhost"}
	for _, s := range []struct {
		pass   int // bytes of the server's last words that get past the attacker
		strict bool
	}{{truncateNothing, false}, {10, false}, {0, false}, {0, true}, {truncateNothing, true}} {
		err := overLink(ctx, func(near, far *linkEnd) error {
			var conn net.Conn = near
			if s.strict {
				conn = strictEnd{near}
			}
			client, server := tls.Client(conn, ours), tls.Server(&truncatedEnd{linkEnd: far, pass: s.pass}, theirs)
			if err := errors.Join(linkShake(client, server)); err != nil {
				return err
			}
			if err := truncationTell(out, server); err != nil {
				return err
			}
			return truncationRead(out, client, s.strict)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// truncationTell says everything. Close sends close_notify before it closes.
func truncationTell(out io.Writer, server *tls.Conn) error {
	path := server.NetConn().(*truncatedEnd)
	if _, err := io.WriteString(server, truncationFirst); err != nil {
		return err
	}
	path.cutting = path.pass != truncateNothing
	if _, err := io.WriteString(server, truncationSecond); err != nil {
		return err
	}
	if err := server.Close(); err != nil {
		return err
	}
	fmt.Fprintln(out, "server: two records, close_notify, FIN")
	if path.cutting {
		passed := "nothing"
		if path.took > 0 {
			passed = fmt.Sprintf("%d bytes", path.took)
		}
		fmt.Fprintf(out, "attacker: after the first record passes %s, then FIN\n", passed)
	}
	return nil
}

// truncationRead reads to the end. io.ReadAll's nil is Read's io.EOF.
func truncationRead(out io.Writer, client *tls.Conn, strict bool) error {
	who := "client:"
	if strict {
		who = "client: strict:"
	}
	all, err := io.ReadAll(client)
	fmt.Fprintf(out, "%s read %q\n", who, all)
	switch {
	case err == nil:
		fmt.Fprintf(out, "%s then EOF\n", who)
	case errors.Is(err, io.ErrUnexpectedEOF):
		fmt.Fprintf(out, "%s then %v\n", who, err)
	default:
		return err
	}
	return nil
}
