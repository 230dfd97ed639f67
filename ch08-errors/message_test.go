package sockerrors

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What people paste, and what it is: on every system the same.
func TestLookupReadsWhatPeoplePaste(t *testing.T) {
	for want, queries := range map[string][]string{
		"WSAECONNREFUSED": {
			"WSAECONNREFUSED (10061)", "ECONNREFUSED 127.0.0.1:80", "Error: connect ECONNREFUSED 127.0.0.1:80",
			"[Errno 111]", "[Errno 61] Connection refused", "[WinError 10061]", "os error 111", "ConnectionRefusedError",
			"connectex: No connection could be made because the target machine actively refused it.",
			"java.net.ConnectException: Connection refused: connect", "dial tcp [::1]:80: connect: connection refused",
			"-4078", "errno: -4078", "0xC0000236", "-1073741258", "SocketError.ConnectionRefused", "ErrorKind::ConnectionRefused",
			"System.Net.Sockets.SocketException (111)", "psql: could not connect to server: Connection refused",
		},
		"WSAECONNRESET": {
			"wsarecv: An existing connection was forcibly closed by the remote host.", "errno 54", "socket hang up",
			"ConnectionResetError: [WinError 10054]", "HRESULT: 0x80072746", "java.net.SocketException: Connection reset",
			"read tcp 127.0.0.1:10061->127.0.0.1:10060: read: connection reset by peer",
		},
		"WSAETIMEDOUT": {
			"connect: Operation timed out", "ssh: connect to host x port 22: Connection timed out",
			"established connection failed because connected host has failed to respond.",
		},
		"WSAEADDRNOTAVAIL": {"connect: cannot assign requested address", "Can't assign requested address", "WSAGetLastError() = 10049"},
		"WSAENOTCONN":      {"Transport endpoint is not connected", "Socket is not connected"},
		"EPIPE":            {"write: broken pipe", "SIGPIPE"},
		"WSAHOST_NOT_FOUND": {
			"lookup foo: no such host", "NXDOMAIN", "getaddrinfo ENOTFOUND foo", "[Errno -2] Name or service not known",
			"nodename nor servname provided, or not known", "0x80072EE7", "[Errno 11001] getaddrinfo failed", "-3008",
		},
		"WSATRY_AGAIN":                     {"EAI_AGAIN", "Temporary failure in name resolution", "SERVFAIL", "lookup foo: server misbehaving"},
		"ERROR_INTERNET_CANNOT_CONNECT":    {"0x80072EFD", "12029", "CannotConnect", "curl: (7) Couldn't connect to server", "7@curl"},
		"os.ErrDeadlineExceeded":           {"read tcp 10.0.0.1:5->10.0.0.2:443: i/o timeout", "java.net.SocketTimeoutException: Read timed out"},
		"net.ErrClosed":                    {"accept tcp [::]:80: use of closed network connection"},
		"io.EOF":                           {"EOF", "read: EOF", "UV_EOF", "curl: (52) Empty reply from server", "net::ERR_EMPTY_RESPONSE"},
		"io.ErrUnexpectedEOF":              {"unexpected EOF"},
		"bad_certificate":                  {"remote error: tls: bad certificate", "alert 42", "42@tls"},
		"no_application_protocol":          {"tls: alert(120)"},
		"CertificateUntrustedRoot":         {"x509: certificate signed by unknown authority", "unable to get local issuer certificate"},
		"CertificateCommonNameIsIncorrect": {"x509: certificate is valid for a.example, not b.example"},
		"AbnormalClosure":                  {"1006", "websocket: close 1006 (abnormal closure): unexpected EOF", "close 1006"},
		"CertificateExpired":               {"net::ERR_CERT_DATE_INVALID", "-201@chrome"},
		"MessageTooBig":                    {"1009", "StatusMessageTooBig"},
	} {
		for _, query := range queries {
			matches, err := Lookup(query)
			require.NoError(t, err, query)
			require.Len(t, matches, 1, query)
			assert.Equal(t, want, matches[0].Name, query)
		}
	}
}

// A number that is no error's is none, and a word is no name.
func TestLookupKeepsOutOfWhatIsNoError(t *testing.T) {
	for _, query := range []string{
		"hello", "it works", "127.0.0.1:10061", "port 10061", "pid 111", "10061.5", "geoffrey", "3eof", "UNKNOWN host", "alert 111", "0x-5", "Unknown host key", "close",
	} {
		_, err := Lookup(query)
		assert.Error(t, err, query)
	}
	for query, hint := range map[string]string{
		"404":            "Not Found (404) is HTTP's: the server has answered",
		"HTTP/1.1 503":   "Service Unavailable (503) is HTTP's: the server has answered",
		"RedirectFailed": "RedirectFailed (17) is HTTP's: the server has answered",
		"expected handshake response status code 101 but got 404": "Not Found (404) is HTTP's: the server has answered",
		"599":                                 "give a number, a name, or either and a system: 111@linux",
		"Error: connect ECONREFUSED 10.0.0.1": "did you mean ECONNREFUSED?",
	} {
		_, err := Lookup(query)
		var unknown *UnknownError
		require.ErrorAs(t, err, &unknown, query)
		assert.Equal(t, hint, unknown.Hint(), query)
	}
}

// The words of every error are found again, as the error or as one that has
// the same words.
func TestTextsAreFound(t *testing.T) {
	for _, e := range Entries() {
		for text, who := range e.Texts {
			assert.NotEmpty(t, who, text)
			assert.Equal(t, strings.ToLower(text), text)
			found := byTextIn("call: " + strings.ToUpper(text) + ".")
			require.Len(t, found, 1, text)
			assert.Contains(t, found[0].Texts, text)
		}
	}
}
