package echo

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sockbook/chapters"
	"sockbook/runner/fault"
	"sockbook/runner/tty"
)

// Each way to fail has its own advice.
func TestDialFault(t *testing.T) {
	calling := func(call string, err error) error {
		return fmt.Errorf("echo client: %w", &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError(call, err)})
	}
	unverified := func(why error) error {
		return fmt.Errorf("echo client: %w", &tls.CertificateVerificationError{Err: why})
	}
	for name, c := range map[string]struct {
		err  error
		addr string // "": 192.0.2.1:7002
		hint string
	}{
		"refused here":    {calling("connect", errRefused), "127.0.0.1:7002", "nothing listens there; in another terminal: sockets ch02 serve --listen 127.0.0.1:7002"},
		"refused by name": {calling("connect", errRefused), "localhost:7002", "in another terminal"},
		"refused there":   {calling("connect", errRefused), "", "or a firewall says so; on that machine: sockets ch02 serve --listen :7002"},
		"no such path":    {calling("connect", fs.ErrNotExist), "ch04.sock", "nothing listens there; in another terminal: sockets ch02 serve --listen ch04.sock"},
		"no route":        {calling("connect", errUnreachable[0]), "", "no way leads there"},
		"no network":      {calling("connect", errUnreachable[1]), "", "no way leads there"},
		"timed out":       {calling("connect", errTimedOut), "", "not even a refusal came back"},
		"reset":           {calling("read", errEnded[0]), "", "a limit of its own"},
		"broken pipe":     {calling("write", errEnded[2]), "", "a limit of its own"},
		"ended":           {fmt.Errorf("echo client: %w", io.EOF), "", "a limit of its own"},
		"ended within":    {fmt.Errorf("echo client: %w", io.ErrUnexpectedEOF), "", "a limit of its own"},
		"no such host":    {fmt.Errorf("echo client: %w", &net.DNSError{Name: "desk", IsNotFound: true}), "", `no host is called "desk"`},
		"no name server":  {fmt.Errorf("echo client: %w", &net.DNSError{Name: "desk", IsTimeout: true}), "", "no name server could be asked"},
		"no authority":    {fmt.Errorf("no authority to trust: %w", &fs.PathError{Op: "open", Path: "ca.pem", Err: fs.ErrNotExist}), "", "copy the file that sockets ch02 serve names"},
		"another's name":  {unverified(x509.HostnameError{Certificate: &x509.Certificate{}, Host: "desk"}), "", "dial an address that the server names"},
		"another's file":  {unverified(x509.UnknownAuthorityError{}), "", "a new one at each start"},
		"too late":        {unverified(x509.CertificateInvalidError{Reason: x509.Expired}), "", "clocks"},
		"no TLS":          {fmt.Errorf("echo client: %w", tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"}), "", "is it chapter 7's server"},
		"the input":       {&fs.PathError{Op: "read", Path: "/dev/stdin", Err: errors.New("is a directory")}, "", ""},
		"its own hint":    {fault.New("as it says", "something else"), "", "as it says"},
	} {
		if c.addr == "" {
			c.addr = "192.0.2.1:7002"
		}
		err := dialFault(t.Context(), c.err, c.addr, "sockets ch02")
		assert.ErrorIs(t, err, c.err, name)
		assert.Contains(t, fault.Hint(err), c.hint, name)
		assert.Equal(t, c.hint == "", fault.Hint(err) == "", name)
		assert.Equal(t, c.err.Error(), err.Error(), "%s: the hint comes beside the error", name)
	}
	assert.NoError(t, dialFault(t.Context(), nil, "", ""))
	interrupted, stop := context.WithCancelCause(t.Context())
	stop(errors.New("interrupted"))
	assert.EqualError(t, dialFault(interrupted, io.EOF, "", ""), "interrupted", "who pressed Ctrl-C knows why it ended")
}

// A machine that swallows what is sent to it is not waited for for minutes.
func TestDialGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		console := tty.New(strings.NewReader(""), io.Discard, io.Discard, func(string) string { return "" }, make(chan os.Signal))
		c := &chapters.Chapter{Dial: func(ctx context.Context, _ string) (chapters.Client, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}}
		begin := time.Now()
		err := Dial(t.Context(), console, c, "192.0.2.1:7002", []string{"hello"}, "sockets ch02")
		assert.Equal(t, connecting, time.Since(begin))
		require.ErrorIs(t, err, errTimedOut)
		assert.ErrorContains(t, err, "no connection to 192.0.2.1:7002 in 10s: ")
		assert.Contains(t, fault.Hint(err), "not even a refusal")
	})
}
