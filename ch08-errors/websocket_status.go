package sockerrors

import (
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"

	"github.com/coder/websocket"
)

// WebStatus names the member that fits a failed opening handshake. resp is the
// server's answer, nil if none came.
//
// documented tells what Microsoft says, that an HTTP status is the member of
// the same number, from what we conclude from the members' descriptions. Which
// HRESULT leads to which member is published nowhere.
func WebStatus(resp *http.Response, err error) (status WebErrorStatus, documented bool) {
	if resp != nil && resp.StatusCode != http.StatusSwitchingProtocols {
		status = WebErrorStatus(resp.StatusCode)
		if _, ok := webStatusNames[status]; ok {
			return status, true
		}
		return WebUnexpectedStatusCode, false
	}
	if resp != nil {
		return WebErrorHttpInvalidServerResponse, false // 101, and not a WebSocket's
	}
	return webTransportStatus(err), false
}

// webTransportStatus is for a failure below HTTP, or in its first line.
func webTransportStatus(err error) WebErrorStatus {
	var wrongName x509.HostnameError
	var invalid x509.CertificateInvalidError
	var request *url.Error
	if errors.As(err, &wrongName) {
		return WebCertificateCommonNameIsIncorrect
	}
	if errors.As(err, &invalid) && invalid.Reason == x509.Expired {
		return WebCertificateExpired
	}
	kind := KindOf(err)
	if kind == Unknown && !isNetwork(err) && errors.As(err, &request) {
		return WebErrorHttpInvalidServerResponse // net/http has no type for it
	}
	return webStatusOfKind[kind]
}

// webStatusOfKind is Unknown for the kinds that are not here.
var webStatusOfKind = map[Kind]WebErrorStatus{
	Refused:      WebCannotConnect,
	AccessDenied: WebCannotConnect,
	Unreachable:  WebServerUnreachable,
	NetworkDown:  WebServerUnreachable,
	Reset:        WebConnectionReset,
	Aborted:      WebConnectionAborted,
	BrokenPipe:   WebConnectionAborted,
	Ended:        WebDisconnected,
	Truncated:    WebDisconnected,
	TimedOut:     WebTimeout,
	Deadline:     WebTimeout,
	Canceled:     WebOperationCanceled,
	HostNotFound: WebHostNameNotResolved,
	NameServer:   WebHostNameNotResolved,
	Untrusted:    WebCertificateIsInvalid,
	Protocol:     WebErrorHttpInvalidServerResponse,
}

// isNetwork tells an error of a socket's call from one about what it brought.
func isNetwork(err error) bool {
	var operation *net.OpError
	return errors.As(err, &operation)
}

// CloseCode is the code of RFC 6455 section 7.4.1 for the error that ended an
// open WebSocket: the code of the peer's Close frame, or 1006 where there was
// none (section 7.1.5). It is 0 for no error. No side ever sends 1005, 1006 or
// 1015: they only name what happened.
func CloseCode(err error) int {
	if err == nil {
		return 0
	}
	if code := websocket.CloseStatus(err); code != -1 {
		return int(code)
	}
	return int(websocket.StatusAbnormalClosure)
}
