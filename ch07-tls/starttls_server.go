package securestream

import (
	"bufio"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
)

// upgradeReady is the last line in clear, as mail's servers have it (RFC 3207
// section 4).
const upgradeReady = "220 go ahead\r\n"

// errInjected ends a connection on which something came between the request
// for TLS and the handshake. No client may send there: it has to wait for the
// answer (RFC 3207 section 4).
var errInjected = errors.New("plain text before the handshake")

// A session reads lines from the connection as it now is.
type session struct {
	net.Conn // in clear at first, then a *tls.Conn

	lines *bufio.Reader // reads from the session itself
}

// upgrade serves one client: STARTTLS, then commands to the end.
//
// The careless server keeps its reader when the connection beneath has
// changed, and with it the bytes that had been read ahead. The careful one
// gives up if there are any, and begins anew with a reader for TLS.
func upgrade(out io.Writer, conn net.Conn, config *tls.Config, careful bool) error {
	s := &session{Conn: conn}
	s.lines = bufio.NewReader(s)
	if _, err := s.lines.ReadString('\n'); err != nil {
		return err
	}
	if n := s.lines.Buffered(); careful && n > 0 {
		fmt.Fprintf(out, "server: careful: %v, %d bytes: closed\n", errInjected, n)
		return errInjected
	}
	if _, err := io.WriteString(conn, upgradeReady); err != nil {
		return err
	}
	secure := tls.Server(conn, config)
	if err := secure.Handshake(); err != nil {
		return err
	}
	s.Conn = secure
	if careful {
		s.lines = bufio.NewReader(s)
	}
	return s.commands(out)
}

// commands answers what it takes to have come through TLS, and tells of it at
// the end, when the client has nothing left to tell.
func (s *session) commands(out io.Writer) error {
	var done []string
	for {
		line, err := s.lines.ReadString('\n')
		if err == io.EOF {
			for _, line := range done {
				fmt.Fprintf(out, "server: did, as asked for through TLS: %q\n", line)
			}
			return s.Close() // with close_notify
		}
		if err != nil {
			return err
		}
		line = strings.TrimSpace(line)
		done = append(done, line)
		if _, err := fmt.Fprintf(s, "250 done: %s\r\n", line); err != nil {
			return err
		}
	}
}
