package sockerrors

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/coder/websocket"
)

// A webScene is one way in which a WebSocket fails, between a server and a
// client of its own.
type webScene struct {
	title string // a sentence

	// How the server listens. Without accept it does not: its port is closed.
	certificate *webCertificate
	accept      func(w http.ResponseWriter, r *http.Request) error

	// connect is the client; what it returns is what the client sees. resp is
	// nil once the WebSocket is open.
	connect func(ctx context.Context, s *webServer) (resp *http.Response, err error)
	open    bool // the failure comes after the handshake
}

// WebSocket lets WebSockets fail, first in the opening handshake, which is
// HTTP, then when they are open. Each time it shows what either side sees, and
// what a UWP client would be told: a WebErrorStatus from ConnectAsync, a close
// code from the Closed event.
func WebSocket(ctx context.Context, out io.Writer) error {
	ctx, stop := context.WithTimeout(ctx, 10*time.Second)
	defer stop()
	certificates, err := makeWebCertificates()
	if err != nil {
		return err
	}
	for _, scene := range append(handshakeScenes(certificates), closingScenes...) {
		if err := scene.play(ctx, out); err != nil {
			return err
		}
	}
	return nil
}

// play runs one scene and tells it.
func (s webScene) play(ctx context.Context, out io.Writer) error {
	fmt.Fprintln(out, s.title)
	server, err := serveWeb(ctx, s.accept, s.certificate)
	if err != nil {
		return err
	}
	resp, seen := s.connect(ctx, server)
	server.close()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	for _, line := range server.saw() {
		fmt.Fprintf(out, "server: %s\n", line)
	}
	fmt.Fprintf(out, "client: %v\n", cause(seen))
	if s.open {
		fmt.Fprintf(out, "uwp: %s\n", closedEvent(CloseCode(seen)))
		return nil
	}
	status, documented := WebStatus(resp, seen)
	if documented {
		fmt.Fprintf(out, "uwp: WebErrorStatus.%v (%d)\n", status, int(status))
	} else {
		fmt.Fprintf(out, "uwp: WebErrorStatus.%v (%d), by its description\n", status, int(status))
	}
	return nil
}

// closedEvent is what an app on UWP is told of the end of an open WebSocket: an
// event if there was a Close frame, and else WININET_E_CONNECTION_ABORTED of
// the next read (documentation of MessageWebSocket.Closed).
func closedEvent(code int) string {
	if code == int(websocket.StatusAbnormalClosure) {
		return "no Closed event; GetDataReader throws 0x80072EFE"
	}
	return fmt.Sprintf("Closed event, Code %d", code)
}

// cause is the error without the words that the package and net/http put
// before every failure of a request.
func cause(err error) error {
	var request *url.Error
	if errors.As(err, &request) {
		return request.Err
	}
	return err
}

// dialing is the client of a scene that does nothing but the handshake, with
// the options that prepare sets.
func dialing(prepare func(*websocket.DialOptions)) func(context.Context, *webServer) (*http.Response, error) {
	return func(ctx context.Context, s *webServer) (*http.Response, error) {
		options := s.dialOptions()
		if prepare != nil {
			prepare(options)
		}
		conn, resp, err := websocket.Dial(ctx, s.url, options)
		if err == nil {
			_ = conn.CloseNow() // the scene has failed to fail; its line says so
			return nil, nil
		}
		return resp, err
	}
}
