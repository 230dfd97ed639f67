package securestream

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Inspect has openssl look at the chapter's echo server: a program that shares
// no line of code with it. -verify_return_error makes it leave if it does not
// trust what it sees; without it openssl goes on, and only says so. Where it is
// let in it offers one cipher suite: among several, what both choose depends on
// their processors.
//
// Over TLS 1.3 it refuses in clear, a server's records being encrypted by then
// and its own not yet. crypto/tls takes that alert for a record that somebody
// has changed (golang.org/issue/76767).
func Inspect(ctx context.Context, out io.Writer) error {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		return missing{what: "no openssl on this machine", remedy: "apt-get install openssl (macOS: brew install openssl)"}
	}
	dir, err := os.MkdirTemp("", "ch07")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	trusted := filepath.Join(dir, "authority.pem")
	logged := make(inspectLog, 1)
	addr, stop, err := inspectServer(ctx, trusted, logged)
	if err != nil {
		return err
	}
	defer stop()
	fmt.Fprintln(out, "server: our echo server, one authority, one certificate for localhost")
	for _, args := range [][]string{
		{"-servername", "localhost", "-verify_hostname", "localhost", "-CAfile", trusted, "-ciphersuites", "TLS_AES_256_GCM_SHA384"},
		{"-servername", "localhost", "-verify_hostname", "elsewhere", "-CAfile", trusted},
		{"-servername", "localhost"},
		{"-servername", "localhost", "-CAfile", trusted, "-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256"},
	} {
		fmt.Fprintf(out, "openssl: %s\n", strings.ReplaceAll(strings.Join(args, " "), dir+string(filepath.Separator), ""))
		args = append([]string{"s_client", "-connect", addr, "-verify_return_error"}, args...)
		if err := inspectRun(ctx, out, openssl, args); err != nil {
			return err
		}
		if err := logged.show(ctx, out); err != nil {
			return err
		}
	}
	return nil
}

// inspectServer serves, and writes its authority's certificate to a file.
func inspectServer(ctx context.Context, trusted string, logged io.Writer) (addr string, stop func(), err error) {
	authority, err := NewAuthority("inspect")
	if err != nil {
		return "", nil, err
	}
	cert, err := authority.Issue(ForServer("localhost"))
	if err != nil {
		return "", nil, err
	}
	if err := os.WriteFile(trusted, authority.PEM(), 0o600); err != nil {
		return "", nil, err
	}
	server, err := ListenTLS(ctx, "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{cert}})
	if err != nil {
		return "", nil, err
	}
	server.Log = log.New(logged, "server: ", 0)
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx) }()
	return server.Addr().String(), func() {
		_ = server.Close() // always nil
		<-served
	}, nil
}

// An inspectLog hands on the server's last word on a connection, if there is
// somebody who wants to know.
type inspectLog chan string

func (l inspectLog) Write(line []byte) (int, error) {
	if strings.Contains(string(line), ": connected") {
		return len(line), nil
	}
	select {
	case l <- string(line):
	default:
	}
	return len(line), nil
}

func (l inspectLog) show(ctx context.Context, out io.Writer) error {
	select {
	case line := <-l:
		_, err := io.WriteString(out, line)
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// inspectLines are what of openssl's words is the same from version to version.
var inspectLines = []string{
	"Protocol version:", "Ciphersuite:", "Verified peername:", "Verification:", "verify error:",
}

// inspectRun says one line to the server, if openssl gets that far, and waits
// for its echo: openssl leaves when its standard input ends.
func inspectRun(ctx context.Context, out io.Writer, openssl string, args []string) error {
	cmd := exec.CommandContext(ctx, openssl, append(args, "-brief")...)
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	var told strings.Builder
	cmd.Stderr = &told
	say, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	echo, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	_, _ = io.WriteString(say, "hello\n")             // openssl may have left
	line, _ := bufio.NewReader(echo).ReadString('\n') // "" if it has
	_ = say.Close()
	_ = cmd.Wait() // it exits with 1 if it trusts nobody: told says so
	for l := range strings.Lines(told.String()) {
		l = strings.TrimSpace(l)
		if slices.ContainsFunc(inspectLines, func(p string) bool { return strings.HasPrefix(l, p) }) {
			fmt.Fprintf(out, "openssl: %s\n", l)
		}
	}
	fmt.Fprintf(out, "openssl: read %q\n", line)
	return context.Cause(ctx)
}
