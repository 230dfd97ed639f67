package securestream

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
)

const keylogWords = "the key is under the mat"

// KeyLog reads its own traffic. A party that writes down its secrets as it
// makes them, in the format that NSS began (SSLKEYLOGFILE), lets Wireshark
// decrypt what it captured. Whoever has the file needs nothing else: neither the
// certificate's key nor a place on the path, only a recording. Of the keys of
// one connection nothing leads to another's.
func KeyLog(ctx context.Context, out io.Writer) error {
	packets, lack := openKeylogCapture()
	if lack == nil {
		defer packets.close()
	} else if !errors.Is(lack, errors.ErrUnsupported) {
		return lack
	}
	var log bytes.Buffer
	port, err := keylogTalk(ctx, out, &log)
	if err != nil {
		return err
	}
	keylogShow(out, log.String())
	if lack != nil {
		return lack
	}
	return packets.decrypt(ctx, out, port, log.Bytes())
}

// keylogTalk says something worth hiding, and returns the server's port.
func keylogTalk(ctx context.Context, out io.Writer, log io.Writer) (port int, err error) {
	server, client, err := keylogConfigs(log)
	if err != nil {
		return 0, err
	}
	err = overLink(ctx, func(near, far *linkEnd) error {
		port = far.LocalAddr().(*net.TCPAddr).Port
		c, s := tls.Client(near, client), tls.Server(far, server)
		if err := errors.Join(linkShake(c, s)); err != nil {
			return err
		}
		text, err := linkSay(c, s, keylogWords)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "server: read %q\n", text)
		clear := bytes.Contains(near.crossed(), []byte(keylogWords))
		fmt.Fprintf(out, "wire: the words in clear: %t\n", clear)
		return nil
	})
	return port, err
}

// keylogConfigs has the client keep the log. Either end could: the secrets are
// the same at both.
func keylogConfigs(log io.Writer) (server, client *tls.Config, err error) {
	authority, err := NewAuthority("keylog")
	if err != nil {
		return nil, nil, err
	}
	cert, err := authority.Issue(ForServer("localhost"))
	if err != nil {
		return nil, nil, err
	}
	return &tls.Config{Certificates: []tls.Certificate{cert}}, &tls.Config{
		RootCAs:      authority.Pool(),
		ServerName:   "localhost",
		KeyLogWriter: log,
	}, nil
}

// keylogShow prints the log without what is secret: a label, the ClientHello's
// random, by which a reader finds the connection, and the secret, both in
// hexadecimal. TLS 1.2 has one line, CLIENT_RANDOM, for a whole connection;
// TLS 1.3 has one for each secret of its key schedule (RFC 8446 section 7.1).
func keylogShow(out io.Writer, log string) {
	for line := range strings.Lines(log) {
		if f := strings.Fields(line); len(f) == 3 {
			fmt.Fprintf(out, "client: logs %s, %d digits, %d digits\n", f[0], len(f[1]), len(f[2]))
		}
	}
}
