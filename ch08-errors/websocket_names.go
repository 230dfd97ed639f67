package sockerrors

import "fmt"

// A WebErrorStatus is a member of Windows.Web.WebErrorStatus, with its value:
// what a UWP program is told of a WebSocket that did not come to be. The
// members from 300 up are HTTP status codes (RFC 9110 section 15).
type WebErrorStatus int

// The members that say something of a connection. The members for HTTP have
// no constants here: their values are HTTP's.
const (
	WebUnknown                          WebErrorStatus = 0
	WebCertificateCommonNameIsIncorrect WebErrorStatus = 1
	WebCertificateExpired               WebErrorStatus = 2
	WebCertificateContainsErrors        WebErrorStatus = 3
	WebCertificateRevoked               WebErrorStatus = 4
	WebCertificateIsInvalid             WebErrorStatus = 5
	WebServerUnreachable                WebErrorStatus = 6
	WebTimeout                          WebErrorStatus = 7
	WebErrorHttpInvalidServerResponse   WebErrorStatus = 8
	WebConnectionAborted                WebErrorStatus = 9
	WebConnectionReset                  WebErrorStatus = 10
	WebDisconnected                     WebErrorStatus = 11
	WebCannotConnect                    WebErrorStatus = 14
	WebHostNameNotResolved              WebErrorStatus = 15
	WebOperationCanceled                WebErrorStatus = 16
	WebUnexpectedStatusCode             WebErrorStatus = 18
)

// webStatusNames are Microsoft's, from the documentation of the enumeration.
var webStatusNames = map[WebErrorStatus]string{
	0: "Unknown", 1: "CertificateCommonNameIsIncorrect", 2: "CertificateExpired",
	3: "CertificateContainsErrors", 4: "CertificateRevoked", 5: "CertificateIsInvalid",
	6: "ServerUnreachable", 7: "Timeout", 8: "ErrorHttpInvalidServerResponse",
	9: "ConnectionAborted", 10: "ConnectionReset", 11: "Disconnected",
	12: "HttpToHttpsOnRedirection", 13: "HttpsToHttpOnRedirection", 14: "CannotConnect",
	15: "HostNameNotResolved", 16: "OperationCanceled", 17: "RedirectFailed",
	18: "UnexpectedStatusCode", 19: "UnexpectedRedirection", 20: "UnexpectedClientError",
	21: "UnexpectedServerError", 22: "InsufficientRangeSupport", 23: "MissingContentLengthSupport",
	300: "MultipleChoices", 301: "MovedPermanently", 302: "Found", 303: "SeeOther",
	304: "NotModified", 305: "UseProxy", 307: "TemporaryRedirect",
	400: "BadRequest", 401: "Unauthorized", 402: "PaymentRequired", 403: "Forbidden",
	404: "NotFound", 405: "MethodNotAllowed", 406: "NotAcceptable",
	407: "ProxyAuthenticationRequired", 408: "RequestTimeout", 409: "Conflict", 410: "Gone",
	411: "LengthRequired", 412: "PreconditionFailed", 413: "RequestEntityTooLarge",
	414: "RequestUriTooLong", 415: "UnsupportedMediaType", 416: "RequestedRangeNotSatisfiable",
	417: "ExpectationFailed", 500: "InternalServerError", 501: "NotImplemented",
	502: "BadGateway", 503: "ServiceUnavailable", 504: "GatewayTimeout",
	505: "HttpVersionNotSupported",
}

// String is the member's name, or its number where there is no such member.
func (s WebErrorStatus) String() string {
	if name, ok := webStatusNames[s]; ok {
		return name
	}
	return fmt.Sprintf("WebErrorStatus(%d)", int(s))
}
