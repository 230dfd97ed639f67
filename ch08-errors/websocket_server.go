package sockerrors

import (
	"bytes"
	"context"
	"crypto/tls"
	"log"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// A webServer is the server of one scene, and its client's transport.
type webServer struct {
	url       string // ws://127.0.0.1:PORT or wss://…
	http      http.Server
	transport http.Transport
	serving   sync.WaitGroup
	idle      bench // what keeps a port on which nobody is to listen

	mu    sync.Mutex
	lines []string // what the server saw
}

// serveWeb serves scenes on a free port of loopback until close. Without an
// accept nobody listens at the URL.
func serveWeb(ctx context.Context, accept func(http.ResponseWriter, *http.Request) error, c *webCertificate) (*webServer, error) {
	if accept == nil {
		return serveNobody(ctx)
	}
	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &webServer{url: "ws://" + ln.Addr().String()}
	s.http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.serving.Add(1)
		defer s.serving.Done()
		if err := accept(w, r); err != nil {
			s.see(err.Error())
		}
	})
	s.http.ConnState = s.count
	s.http.ErrorLog = log.New(s, "", 0)
	s.http.BaseContext = func(net.Listener) context.Context { return ctx }
	if c != nil {
		s.url = "wss://" + ln.Addr().String()
		ln = tls.NewListener(ln, &tls.Config{Certificates: []tls.Certificate{c.server}, MinVersion: tls.VersionTLS13})
		s.transport.TLSClientConfig = &tls.Config{RootCAs: c.trusted, Time: c.now}
	}
	s.serving.Go(func() { _ = s.http.Serve(ln) }) // ErrServerClosed, after close
	return s, nil
}

// serveNobody takes the port of a client of its own, as [provokeRefused] does:
// the port of a listener that has closed is free, and somebody else may listen
// there before the scene connects.
func serveNobody(ctx context.Context) (*webServer, error) {
	s := new(webServer)
	client, _, err := s.idle.connect(ctx)
	if err != nil {
		s.idle.close()
		return nil, err
	}
	s.url = "ws://" + client.LocalAddr().String()
	return s, nil
}

// count keeps the server alive for each connection that it has accepted until
// the handler that has hijacked it, for which Shutdown does not wait, is
// counted instead.
func (s *webServer) count(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		s.serving.Add(1)
	case http.StateHijacked, http.StateClosed:
		s.serving.Done()
	}
}

// dialOptions are those of a client of this server.
func (s *webServer) dialOptions() *websocket.DialOptions {
	return &websocket.DialOptions{HTTPClient: &http.Client{Transport: &s.transport}}
}

// close returns when no handler runs any more and the server has said all that
// it saw.
func (s *webServer) close() {
	s.transport.CloseIdleConnections()
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Second)
	defer stop()
	if s.http.Shutdown(ctx) != nil {
		_ = s.http.Close() // what has not ended by now is cut off
	}
	s.serving.Wait()
	s.idle.close()
}

func (s *webServer) see(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lines = append(s.lines, line)
}

func (s *webServer) saw() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lines
}

// Write takes what package http logs: of a failed TLS handshake no handler
// ever hears.
func (s *webServer) Write(p []byte) (int, error) {
	s.see(strings.TrimSpace(string(bytes.TrimPrefix(p, []byte("http: ")))))
	return len(p), nil
}
