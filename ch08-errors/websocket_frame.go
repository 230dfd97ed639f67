package sockerrors

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"

	"github.com/coder/websocket"
)

// A frame is an unfragmented WebSocket frame with a short payload (RFC 6455
// section 5.2). The package would not let a program send a wrong one.
type frame struct {
	opcode  byte
	payload string // at most 125 bytes
}

// masked is the frame as a client sends it. A key of zeros masks nothing; that
// the key be unpredictable protects proxies (section 10.3), of which there are
// none here.
func (f frame) masked() []byte {
	const final, mask = 0x80, 0x80
	b := []byte{final | f.opcode, mask | byte(len(f.payload)), 0, 0, 0, 0}
	return append(b, f.payload...)
}

// sendingFrame is the client of a scene that has no WebSocket package: it
// writes the handshake and one frame over TCP, and reads the answer.
func sendingFrame(f frame) func(context.Context, *webServer) (*http.Response, error) {
	return func(ctx context.Context, s *webServer) (*http.Response, error) {
		addr := strings.TrimPrefix(s.url, "ws://")
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
		if err != nil {
			return nil, err
		}
		defer conn.Close()
		if deadline, ok := ctx.Deadline(); ok {
			_ = conn.SetDeadline(deadline) // fails only on a closed connection
		}
		r, resp, err := upgrade(conn, addr)
		if err != nil {
			return resp, err
		}
		if _, err := conn.Write(f.masked()); err != nil {
			return nil, err
		}
		closed, err := readClose(r)
		if err != nil {
			return nil, err
		}
		_, err = conn.Write(frame{opcode: opClose}.masked()) // confirms
		if err != nil {
			return nil, err
		}
		return nil, closed
	}
}

// opClose is the opcode of a Close frame.
const opClose = 8

// upgrade writes the opening handshake with the key of RFC 6455 section 1.3.
func upgrade(conn net.Conn, host string) (*bufio.Reader, *http.Response, error) {
	_, err := fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: %s\r\n"+
		"Upgrade: websocket\r\nConnection: Upgrade\r\n"+
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n", host)
	if err != nil {
		return nil, nil, err
	}
	r := bufio.NewReader(conn)
	resp, err := http.ReadResponse(r, nil)
	if err != nil {
		return nil, nil, err
	}
	if resp.StatusCode != http.StatusSwitchingProtocols {
		return nil, resp, fmt.Errorf("handshake: %s", resp.Status)
	}
	return r, resp, nil
}

// readClose reads one frame, which is to be a Close frame of a server: a code
// of two bytes and a reason (section 5.5.1).
func readClose(r io.Reader) (closed websocket.CloseError, err error) {
	header := make([]byte, 2)
	if _, err := io.ReadFull(r, header); err != nil {
		return closed, err
	}
	// The high bit of the second byte would say masked, which a server never
	// does; 126 and 127 a longer length, which a Close frame never has.
	length := header[1]
	if header[0] != 0x80|opClose || length < 2 || length > 125 {
		return closed, fmt.Errorf("not a Close frame with a code: % x", header)
	}
	payload := make([]byte, length)
	if _, err := io.ReadFull(r, payload); err != nil {
		return closed, err
	}
	closed.Code = websocket.StatusCode(binary.BigEndian.Uint16(payload))
	closed.Reason = string(payload[2:])
	return closed, nil
}
