package sockerrors

import (
	"bufio"
	"errors"
	"net"
	"net/http"

	"github.com/coder/websocket"
)

// handshakeScenes fail before there is a WebSocket.
func handshakeScenes(c webCertificates) []webScene {
	return []webScene{
		{title: "Nobody listens.", connect: dialing(nil)},
		{title: "The server speaks another protocol.", accept: answerSMTP, connect: dialing(nil)},
		{title: "The page is not there.", accept: answerStatus(http.StatusNotFound), connect: dialing(nil)},
		{title: "The server has no time.", accept: answerStatus(http.StatusServiceUnavailable), connect: dialing(nil)},
		{title: "The request comes from a foreign page.", accept: answerUpgrade, connect: dialing(fromForeignPage)},
		{title: "The server chooses a subprotocol that the client did not offer.",
			accept: answerForeignProtocol, connect: dialing(offerChat)},
		{title: "TLS: the client does not know who signed the certificate.",
			certificate: c.untrusted, accept: answerUpgrade, connect: dialing(nil)},
		{title: "TLS: the certificate is another host's.",
			certificate: c.wrongName, accept: answerUpgrade, connect: dialing(nil)},
		{title: "TLS: the certificate has expired.",
			certificate: c.expired, accept: answerUpgrade, connect: dialing(nil)},
	}
}

// answerUpgrade is a server without objections of its own. The package has
// one: Origin, where a browser sends it, must be the server's own host, or any
// page could use the WebSocket with its reader's cookies (RFC 6455 section
// 10.2).
func answerUpgrade(w http.ResponseWriter, r *http.Request) error {
	conn, err := websocket.Accept(w, r, nil)
	if err == nil {
		_ = conn.CloseNow()
	}
	return err
}

func fromForeignPage(o *websocket.DialOptions) {
	o.HTTPHeader = http.Header{"Origin": {"https://foreign.example"}}
}

// answerStatus answers the upgrade as HTTP may answer any request.
func answerStatus(code int) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, _ *http.Request) error {
		w.WriteHeader(code)
		return errors.New("answered " + http.StatusText(code))
	}
}

// answerSMTP takes the connection from package http and answers in the words
// of a mail server.
func answerSMTP(w http.ResponseWriter, _ *http.Request) error {
	conn, _, err := hijack(w)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.Write([]byte("220 mail.example ESMTP\r\n")); err != nil {
		return err
	}
	return errors.New("answered 220 mail.example ESMTP")
}

func offerChat(o *websocket.DialOptions) { o.Subprotocols = []string{"chat.v1"} }

// answerForeignProtocol completes the handshake with a subprotocol that was
// not asked for. The client has to fail the connection (RFC 6455 section 4.1).
func answerForeignProtocol(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Sec-WebSocket-Protocol", "chat.v2")
	conn, err := websocket.Accept(w, r, nil)
	if err != nil {
		return err
	}
	_ = conn.CloseNow() // the client reads on, for a message that explains
	return errors.New("answered 101, Sec-WebSocket-Protocol: chat.v2")
}

// hijack takes the connection out of package http's hands.
func hijack(w http.ResponseWriter) (net.Conn, *bufio.ReadWriter, error) {
	return http.NewResponseController(w).Hijack()
}
