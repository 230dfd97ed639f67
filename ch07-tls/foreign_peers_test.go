package securestream

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const foreignTime = 20 * time.Second // that a program may take

// A foreignSetting is an authority, a server and a client of it, and both of
// them in files, as programs want them.
type foreignSetting struct {
	authority      *Authority
	server, client tls.Certificate
	dir            string
}

func newForeignSetting(t *testing.T) foreignSetting {
	t.Helper()
	authority, err := NewAuthority("foreign")
	require.NoError(t, err)
	server, err := authority.Issue(ForServer("localhost", "127.0.0.1"))
	require.NoError(t, err)
	client, err := authority.Issue(ForClient("alice"))
	require.NoError(t, err)
	s := foreignSetting{authority, server, client, t.TempDir()}
	s.write(t, "ca.pem", authority.PEM())
	for name, cert := range map[string]tls.Certificate{"server": server, "client": client} {
		key, err := x509.MarshalPKCS8PrivateKey(cert.PrivateKey.(*ecdsa.PrivateKey))
		require.NoError(t, err)
		s.write(t, name+".pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Certificate[0]}))
		s.write(t, name+".key", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}))
	}
	return s
}

func (s foreignSetting) write(t *testing.T, name string, text []byte) {
	t.Helper()
	require.NoError(t, os.WriteFile(s.file(name), text, 0o600))
}

func (s foreignSetting) file(name string) string { return filepath.Join(s.dir, name) }

// mutual is a configuration of either end that demands the other's proof.
func (s foreignSetting) mutual(own tls.Certificate) *tls.Config {
	return &tls.Config{
		Certificates: []tls.Certificate{own},
		ClientAuth:   tls.RequireAndVerifyClientCert,
		ClientCAs:    s.authority.Pool(),
		RootCAs:      s.authority.Pool(),
		ServerName:   "localhost",
	}
}

// foreignServer runs our echo server until the test ends.
func foreignServer(t *testing.T, config *tls.Config) (addr string) {
	t.Helper()
	server, err := ListenTLS(t.Context(), "127.0.0.1:0", config)
	require.NoError(t, err)
	served := make(chan error, 1)
	go func() { served <- server.Serve(context.WithoutCancel(t.Context())) }()
	t.Cleanup(func() {
		assert.NoError(t, server.Close())
		<-served
	})
	return server.Addr().String()
}

// foreignEcho runs a client that copies lines to the server and back, and
// returns the first echo, "" if there was none, and all else that it said.
func foreignEcho(t *testing.T, want, path string, args ...string) (said string) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), foreignTime)
	defer stop()
	cmd := exec.CommandContext(ctx, path, args...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	_, _ = io.WriteString(in, want) // a client that is refused leaves early
	lines, all := bufio.NewReader(stdout), ""
	for err == nil && !strings.HasSuffix(all, want) {
		var line string
		line, err = lines.ReadString('\n')
		all += line
	}
	_ = in.Close()
	_, _ = io.Copy(io.Discard, lines)
	_ = cmd.Wait() // the exit codes of programs differ; what they said does not
	return all + stderr.String()
}

func TestForeignClients(t *testing.T) {
	const line = "the quick brown fox\n"
	s := newForeignSetting(t)
	addr := foreignServer(t, s.mutual(s.server))
	host, port, err := net.SplitHostPort(addr)
	require.NoError(t, err)
	openssl := []string{"s_client", "-connect", addr, "-CAfile", s.file("ca.pem"), "-verify_return_error", "-verify_hostname", "localhost", "-quiet", "-no_ign_eof"}
	gnutls := []string{"--x509cafile", s.file("ca.pem"), "--verify-hostname", "localhost", "--sni-hostname", "localhost", "-p", port, host}
	for _, c := range []struct {
		name, path, remedy string
		anonymous, known   []string
	}{
		{"openssl", "openssl", "apt-get install openssl", openssl, append(openssl, "-cert", s.file("client.pem"), "-key", s.file("client.key"))},
		{"openssl TLS 1.2", "openssl", "apt-get install openssl", append(openssl, "-tls1_2"), append(openssl, "-tls1_2", "-cert", s.file("client.pem"), "-key", s.file("client.key"))},
		{"gnutls", "gnutls-cli", "apt-get install gnutls-bin", gnutls, append([]string{"--x509certfile", s.file("client.pem"), "--x509keyfile", s.file("client.key")}, gnutls...)},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := foreign(t, c.path, c.remedy)
			said := foreignEcho(t, line, path, c.known...)
			assert.Contains(t, said, line, "a client that proves who it is")
			said = foreignEcho(t, line, path, c.anonymous...)
			assert.NotContains(t, said, line, "one that does not gets no echo")
			assert.Regexp(t, `(?i)alert.*(certificate required|handshake failure|bad certificate)|certificate is required|certificate is bad`, said, "and learns why")
		})
	}
}

// foreignOpenSSL runs openssl s_server, which demands a certificate, until the
// test ends. Its -rev turns every line round.
func foreignOpenSSL(t *testing.T, s foreignSetting) (addr string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), foreign(t, "openssl", "apt-get install openssl"),
		"s_server", "-accept", "127.0.0.1:0", "-cert", s.file("server.pem"), "-key", s.file("server.key"),
		"-CAfile", s.file("ca.pem"), "-Verify", "1", "-verify_return_error", "-rev")
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	cmd.Stderr = cmd.Stdout
	require.NoError(t, cmd.Start())
	lines := bufio.NewScanner(stdout)
	for addr == "" && lines.Scan() {
		_, _ = fmt.Sscanf(lines.Text(), "ACCEPT %s", &addr)
	}
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		_, _ = io.Copy(io.Discard, stdout)
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it serves for ever
		<-drained
		_ = cmd.Wait()
	})
	require.NotEmpty(t, addr)
	return addr
}

func TestForeignServer(t *testing.T) {
	s := newForeignSetting(t)
	addr := foreignOpenSSL(t, s)
	ctx, stop := context.WithTimeout(t.Context(), foreignTime)
	defer stop()

	client, err := DialTLS(ctx, addr, s.mutual(s.client))
	require.NoError(t, err)
	_, err = io.WriteString(client, "stressed\n")
	require.NoError(t, err)
	answer, err := bufio.NewReader(client).ReadString('\n')
	require.NoError(t, err)
	assert.Equal(t, "desserts\n", answer)
	require.NoError(t, client.Close(), "s_server serves one at a time")

	nobody, err := DialTLS(ctx, addr, &tls.Config{RootCAs: s.authority.Pool(), ServerName: "localhost"})
	require.NoError(t, err, "TLS 1.3 tells the client later")
	defer nobody.Close()
	_, err = nobody.Echo(ctx, []byte("stressed\n"))
	assert.ErrorContains(t, err, "certificate required")
}

// TestForeignCurl fetches a page by HTTPS with the chapter's certificates.
func TestForeignCurl(t *testing.T) {
	curl := foreign(t, "curl", "apt-get install curl")
	s := newForeignSetting(t)
	web := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "hello, %s\n", r.TLS.PeerCertificates[0].Subject.CommonName)
	}))
	web.TLS = s.mutual(s.server)
	web.Config.ErrorLog = log.New(io.Discard, "", 0) // of the refusal below
	web.StartTLS()
	defer web.Close()
	known := []string{"--silent", "--show-error", "--max-time", "10", "--cacert", s.file("ca.pem"), "--cert", s.file("client.pem"), "--key", s.file("client.key"), web.URL}
	text, err := exec.CommandContext(t.Context(), curl, known...).CombinedOutput()
	assert.NoError(t, err, "%s", text)
	assert.Equal(t, "hello, alice\n", string(text))
	refused := func(status int, says string, args ...string) {
		t.Helper()
		args = append([]string{"--silent", "--show-error", "--max-time", "10", web.URL}, args...)
		text, err := exec.CommandContext(t.Context(), curl, args...).CombinedOutput()
		var exit *exec.ExitError
		require.ErrorAs(t, err, &exit, "%s", text)
		assert.Equal(t, status, exit.ExitCode(), "%s", text)
		assert.Contains(t, string(text), says)
	}
	refused(60, "certificate")                                        // curl knows no such authority
	refused(56, "certificate required", "--cacert", s.file("ca.pem")) // and the server no such client
}
