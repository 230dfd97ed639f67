package securestream

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
)

// PlainText connects the two that do not speak the same language: a client
// without TLS to a port with it, and the other way round. Each takes the
// other's first bytes for the header of its own protocol.
func PlainText(ctx context.Context, out io.Writer) error {
	if err := playAll(ctx, out, plainClient); err != nil {
		return err
	}
	if err := toPlain(ctx, out, "a TLS client on a port of HTTP's", answerHTTP); err != nil {
		return err
	}
	return toPlain(ctx, out, "a TLS client on a plain echo server's port", answerEcho)
}

func plainClient(p *parties) error {
	p.title = "an HTTP client on a TLS port"
	p.visit, p.show = getHTTP, everything
	return nil
}

// getHTTP asks in the clear. The server sends no alert: who does not speak TLS
// would not understand it.
func getHTTP(ctx context.Context, out io.Writer, addr string) error {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.Write([]byte("GET / HTTP/1.1\r\n\r\n")); err != nil {
		return err
	}
	answer, err := io.ReadAll(conn)
	fmt.Fprintf(out, "client: sent GET; %d bytes came, then the end: %v\n", len(answer), err)
	return nil
}

// A plainServer serves a connection, without TLS, and returns what it has to
// say of that.
type plainServer func(conn *net.TCPConn) (logged string, err error)

// toPlain is an encounter with a server that knows nothing of TLS.
func toPlain(ctx context.Context, out io.Writer, title string, answer plainServer) error {
	fmt.Fprintln(out, title)
	ctx, stop := context.WithTimeout(ctx, allotted)
	defer stop()
	ln, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return err
	}
	defer ln.Close()
	wire, err := tapInto(ctx, ln.Addr().String())
	if err != nil {
		return err
	}
	var logged string
	served := make(chan error, 1)
	go func() {
		var err error
		logged, err = serveOne(ctx, ln, answer)
		served <- err
	}()
	e := encounter{client: &tls.Config{}, talk: sayHello}
	err = errors.Join(e.dial(ctx, out, wire.addr()), <-served)
	<-wire.done
	if err != nil {
		return err
	}
	said, err := read(wire.heard(), nil)
	for _, m := range said {
		fmt.Fprintf(out, "wire:   %v: %s\n", m.direction, m.name)
	}
	fmt.Fprintln(out, "server:", logged)
	return err
}

// serveOne serves the first client that comes. When ctx ends the wire hangs up
// on both.
func serveOne(ctx context.Context, ln *net.TCPListener, answer plainServer) (string, error) {
	defer context.AfterFunc(ctx, func() { _ = ln.Close() })()
	conn, err := ln.AcceptTCP()
	if err != nil {
		return "", err
	}
	defer conn.Close()
	return answer(conn)
}

// answerHTTP is what web servers say to what is no request.
func answerHTTP(conn *net.TCPConn) (string, error) {
	var request [3]byte
	if _, err := io.ReadFull(conn, request[:]); err != nil {
		return "", err
	}
	if _, err := conn.Write([]byte("HTTP/1.1 400 Bad Request\r\n\r\n")); err != nil {
		return "", err
	}
	if err := conn.CloseWrite(); err != nil {
		return "", err
	}
	_, err := io.Copy(io.Discard, conn)
	return fmt.Sprintf("the request began %q, so: 400 Bad Request", request), err
}

// answerEcho sends the client's own ClientHello back to it.
func answerEcho(conn *net.TCPConn) (string, error) {
	_, err := io.Copy(conn, conn)
	return "all echoed, and none the wiser", err
}
