package sockerrors

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"unicode/utf8"

	"github.com/coder/websocket"
)

// closingScenes fail when the WebSocket is open.
var closingScenes = []webScene{
	{title: "The server goes away, and says so.", open: true,
		accept:  opened(closing(websocket.StatusGoingAway, "restarting")),
		connect: listening},
	{title: "The server closes and gives no code.", open: true,
		accept:  opened(closing(websocket.StatusNoStatusRcvd, "")),
		connect: listening},
	{title: "The client breaks the server's rules.", open: true,
		accept:  opened(closing(websocket.StatusPolicyViolation, "no common subprotocol")),
		connect: listening},
	{title: "The server is gone without a word: FIN, and no Close frame.", open: true,
		accept:  opened(vanish),
		connect: listening},
	{title: "The client sends 100 bytes, and the server takes 64.", open: true,
		accept:  opened(takeLittle),
		connect: sending(make([]byte, 100))},
	{title: "The client sends a frame of a type that is not defined.", open: true,
		accept:  opened(takeText),
		connect: sendingFrame(frame{opcode: 3})},
	{title: "The client sends a text that is not UTF-8.", open: true,
		accept:  opened(takeText),
		connect: sendingFrame(frame{opcode: 1, payload: "\xff\xfe"})},
}

// opened is the server of a scene: it completes the handshake and goes on with
// talk.
func opened(talk func(context.Context, *websocket.Conn) error) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		conn, err := websocket.Accept(w, r, nil)
		if err != nil {
			return err
		}
		defer conn.CloseNow() // closed already, where talk has done it
		return talk(r.Context(), conn)
	}
}

// closing sends a Close frame and waits for the client's.
func closing(code websocket.StatusCode, reason string) func(context.Context, *websocket.Conn) error {
	return func(_ context.Context, conn *websocket.Conn) error {
		if err := conn.Close(code, reason); err != nil {
			return err
		}
		return fmt.Errorf("Close(%d, %q), and the client has confirmed", code, reason)
	}
}

// vanish closes the TCP connection alone.
func vanish(_ context.Context, conn *websocket.Conn) error {
	if err := conn.CloseNow(); err != nil {
		return err
	}
	return errors.New("CloseNow()")
}

// takeLittle reads one message of 64 bytes at most. Its package closes with
// 1009 when more comes.
func takeLittle(ctx context.Context, conn *websocket.Conn) error {
	conn.SetReadLimit(64)
	_, _, err := conn.Read(ctx)
	return err
}

// takeText reads one message and checks it: that a text is UTF-8 is for the
// receiver to find out (RFC 6455 section 8.1). The package leaves it to us.
func takeText(ctx context.Context, conn *websocket.Conn) error {
	kind, message, err := conn.Read(ctx)
	if err != nil {
		return err
	}
	if kind == websocket.MessageText && !utf8.Valid(message) {
		return closing(websocket.StatusInvalidFramePayloadData, "not UTF-8")(ctx, conn)
	}
	return nil
}

// listening is the client of a scene that waits for a message.
func listening(ctx context.Context, s *webServer) (*http.Response, error) {
	return sending(nil)(ctx, s)
}

// sending is the client of a scene that sends one message, if there is one,
// and waits for the answer.
func sending(message []byte) func(context.Context, *webServer) (*http.Response, error) {
	return func(ctx context.Context, s *webServer) (*http.Response, error) {
		conn, resp, err := websocket.Dial(ctx, s.url, s.dialOptions())
		if err != nil {
			return resp, err
		}
		defer conn.CloseNow() // closed already, where the server has done it
		if message != nil {
			if err := conn.Write(ctx, websocket.MessageBinary, message); err != nil {
				return nil, err
			}
		}
		_, _, err = conn.Read(ctx)
		return nil, err
	}
}
