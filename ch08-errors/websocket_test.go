package sockerrors

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWebSocket(t *testing.T) {
	text := show(t, WebSocket)
	for _, want := range []string{
		"Nobody listens.\nclient: .*refused.*\nuwp: WebErrorStatus.CannotConnect .14.",
		"another protocol.\n.*\nclient: .*malformed HTTP.*\nuwp: WebErrorStatus.ErrorHttpInvalidServerResponse .8.",
		"not there.\n.*\nclient: .*got 404\nuwp: WebErrorStatus.NotFound .404.\n",
		"no time.\n.*\nclient: .*got 503\nuwp: WebErrorStatus.ServiceUnavailable .503.\n",
		"foreign page.\nserver: .*not authorized.*\nclient: .*got 403\nuwp: WebErrorStatus.Forbidden",
		"did not offer.\n.*\nclient: .*chat.v2.*\nuwp: WebErrorStatus.ErrorHttpInvalidServerResponse",
		"who signed the certificate.\nserver: TLS.*\nclient: .*unknown authority\nuwp: WebErrorStatus.CertificateIsInvalid",
		"another host's.\nserver: TLS.*\nclient: .*192.0.2.1, not 127.0.0.1\nuwp: WebErrorStatus.CertificateCommonNameIsIncorrect",
		"has expired.\nserver: TLS.*\nclient: .*expired.*\nuwp: WebErrorStatus.CertificateExpired",
		"goes away.*\nserver: Close.1001.*confirmed\nclient: .*restarting.*\nuwp: Closed event, Code 1001",
		"no code.\n.*\nclient: .*\nuwp: Closed event, Code 1005",
		"rules.\n.*\nclient: .*PolicyViolation.*\nuwp: Closed event, Code 1008",
		"without a word.*\nserver: CloseNow.*\nclient: .*EOF\nuwp: no Closed event; GetDataReader throws 0x80072EFE",
		"takes 64.\nserver: .*too big.*\nclient: .*TooBig.*\nuwp: Closed event, Code 1009",
		"not defined.\nserver: .*opcode.*\nclient: .*ProtocolError.*\nuwp: Closed event, Code 1002",
		"not UTF-8.\nserver: .*\nclient: .*InvalidFramePayloadData.*\nuwp: Closed event, Code 1007",
	} {
		assert.Regexp(t, want, text)
	}
}

// Nobody comes to listen on the port on which nobody is to listen: the system
// gives it to nobody who asks for any.
func TestNobodyListens(t *testing.T) {
	s, err := serveWeb(t.Context(), nil, nil)
	require.NoError(t, err)
	address := strings.TrimPrefix(s.url, "ws://")
	_, err = net.Dial("tcp", address)
	assert.True(t, Is(err, Refused), "%v", err)
	if runtime.GOOS != "windows" { // where who asks for this port may have it
		_, err = net.Listen("tcp", address)
		assert.True(t, Is(err, InUse), "%v", err)
	}
	s.close()
	assert.Empty(t, s.idle.undo, "the port is given back")
}

func TestWebStatus(t *testing.T) {
	request := func(err error) error { return fmt.Errorf("dial: %w", &url.Error{Op: "Get", URL: "ws://x", Err: err}) }
	answer := func(code int) *http.Response { return &http.Response{StatusCode: code} }
	for _, c := range []struct {
		resp       *http.Response
		err        error
		want       WebErrorStatus
		documented bool
	}{
		{answer(404), nil, 404, true},
		{answer(505), nil, 505, true},
		{answer(418), nil, WebUnexpectedStatusCode, false},
		{answer(200), nil, WebUnexpectedStatusCode, false},
		{answer(101), errors.New("bad accept key"), WebErrorHttpInvalidServerResponse, false},
		{nil, request(x509.UnknownAuthorityError{}), WebCertificateIsInvalid, false},
		{nil, request(x509.CertificateInvalidError{Reason: x509.Expired}), WebCertificateExpired, false},
		{nil, request(x509.CertificateInvalidError{Reason: x509.NotAuthorizedToSign}), WebCertificateIsInvalid, false},
		{nil, request(x509.HostnameError{Certificate: new(x509.Certificate)}), WebCertificateCommonNameIsIncorrect, false},
		{nil, request(context.Canceled), WebOperationCanceled, false},
		{nil, request(os.ErrDeadlineExceeded), WebTimeout, false},
		{nil, request(&net.DNSError{IsNotFound: true}), WebHostNameNotResolved, false},
		{nil, request(&net.DNSError{IsTimeout: true}), WebHostNameNotResolved, false},
		{nil, request(io.EOF), WebDisconnected, false},
		{nil, request(errors.New("malformed HTTP response")), WebErrorHttpInvalidServerResponse, false},
		{nil, request(&net.OpError{Op: "dial", Err: errors.New("some other reason")}), WebUnknown, false},
		{nil, errors.New("anything"), WebUnknown, false},
	} {
		got, documented := WebStatus(c.resp, c.err)
		assert.Equal(t, c.want, got, "%v %v", c.resp, c.err)
		assert.Equal(t, c.documented, documented, "only the HTTP members' values are documented")
	}
}

func TestWebStatusNames(t *testing.T) {
	assert.Len(t, webStatusNames, 55, "the members of Windows.Web.WebErrorStatus")
	assert.Equal(t, "CannotConnect", WebCannotConnect.String())
	assert.Equal(t, "InsufficientRangeSupport", WebErrorStatus(22).String())
	assert.Equal(t, "GatewayTimeout", WebErrorStatus(http.StatusGatewayTimeout).String())
	assert.Equal(t, "WebErrorStatus(306)", WebErrorStatus(306).String(), "HTTP's 306 is unused, and so it is here")
}

func TestCloseCode(t *testing.T) {
	assert.Equal(t, 0, CloseCode(nil))
	assert.Equal(t, 1009, CloseCode(fmt.Errorf("read: %w", websocket.CloseError{Code: 1009})))
	assert.Equal(t, 4001, CloseCode(websocket.CloseError{Code: 4001}), "an application's own")
	assert.Equal(t, 1006, CloseCode(io.EOF), "no Close frame came")
}

func TestFrameIsMasked(t *testing.T) {
	assert.Equal(t, []byte{0x81, 0x82, 0, 0, 0, 0, 'h', 'i'}, frame{opcode: 1, payload: "hi"}.masked())
}

func TestReadClose(t *testing.T) {
	const closing = "\x88\x05\x03\xe9bye"
	for name, r := range map[string]io.Reader{
		"whole":        strings.NewReader(closing),
		"byte by byte": iotest.OneByteReader(strings.NewReader(closing)),
	} {
		closed, err := readClose(r)
		require.NoError(t, err, name)
		assert.Equal(t, websocket.CloseError{Code: 1001, Reason: "bye"}, closed, name)
	}
	for name, in := range map[string]string{
		"a text frame": "\x81\x05\x03\xe9bye", "masked": "\x88\x85\x03\xe9bye", "no code": "\x88\x00",
		"half a code": "\x88\x01\x03", "a long length": "\x88\x7e" + strings.Repeat("x", 126), "cut": "\x88\x05\x03\xe9b", "nothing": "",
	} {
		_, err := readClose(strings.NewReader(in))
		assert.Error(t, err, name)
	}
}

func FuzzReadClose(f *testing.F) {
	f.Add([]byte("\x88\x05\x03\xe9bye rest"))
	f.Fuzz(func(t *testing.T, in []byte) {
		r := bytes.NewReader(in)
		closed, err := readClose(r)
		if err != nil {
			return
		}
		again := append([]byte{0x88, byte(2 + len(closed.Reason)), byte(closed.Code >> 8), byte(closed.Code)}, closed.Reason...)
		assert.Equal(t, in[:len(in)-r.Len()], again, "the frame, and no byte more")
	})
}
