package securestream

import (
	"encoding/binary"
	"fmt"
	"strings"
)

const (
	serverHello = 2
	finished    = 20
)

// Handshake messages (RFC 8446 section 4, RFC 5246 section 7.4).
var messageNames = map[byte]string{
	1: "ClientHello", serverHello: "ServerHello", 4: "NewSessionTicket", 8: "EncryptedExtensions",
	11: "Certificate", 12: "ServerKeyExchange", 13: "CertificateRequest", 14: "ServerHelloDone",
	15: "CertificateVerify", 16: "ClientKeyExchange", finished: "Finished", 24: "KeyUpdate",
}

// Alerts (RFC 8446 section 6; 117 is from RFC 9846).
var alertNames = map[byte]string{
	0: "close_notify", 10: "unexpected_message", 20: "bad_record_mac", 22: "record_overflow",
	40: "handshake_failure", 42: "bad_certificate", 43: "unsupported_certificate",
	44: "certificate_revoked", 45: "certificate_expired", 46: "certificate_unknown",
	47: "illegal_parameter", 48: "unknown_ca", 49: "access_denied", 50: "decode_error",
	51: "decrypt_error", 70: "protocol_version", 71: "insufficient_security", 80: "internal_error",
	86: "inappropriate_fallback", 90: "user_canceled", 109: "missing_extension",
	110: "unsupported_extension", 112: "unrecognized_name",
	113: "bad_certificate_status_response", 115: "unknown_psk_identity",
	116: "certificate_required", 117: "general_error", 120: "no_application_protocol",
}

// A message is what one party told the other, as a diagram has it.
type message struct {
	direction
	kind contentType
	name string // {in braces} or [brackets]: encrypted, as in RFC 8446 section 2
	size int    // in bytes, of a message; of what TLS 1.2 has encrypted, with what that adds
}

func (m message) isFinished() bool {
	return m.kind == handshake && strings.Trim(m.name, "{}[]") == messageNames[finished]
}

// alertName reads an alert: a level and a description.
func alertName(b []byte) string {
	if len(b) != 2 {
		return "Alert"
	}
	level := map[byte]string{1: "warning", 2: "fatal"}[b[0]]
	name := alertNames[b[1]]
	if name == "" {
		name = "unknown"
	}
	return fmt.Sprintf("Alert %s, %s(%d)", level, name, b[1])
}

// cutMessage takes the first handshake message off b: a type, a length of
// three bytes, and the body. Nothing is taken while it is not whole.
func cutMessage(b []byte) (whole, rest []byte) {
	if len(b) < 4 {
		return nil, b
	}
	size := 4 + int(b[1])<<16 + int(b[2])<<8 + int(b[3])
	if len(b) < size {
		return nil, b
	}
	return b[:size:size], b[size:]
}

func messageName(whole []byte) string {
	if name := messageNames[whole[0]]; name != "" {
		return name
	}
	return fmt.Sprintf("handshake message %d", whole[0])
}

// chosenSuite is the cipher suite in a ServerHello: behind a version, 32
// random bytes and the session's id (RFC 8446 section 4.1.3). 0 if it is cut
// short.
func chosenSuite(hello []byte) uint16 {
	const id = 4 + 2 + 32
	if len(hello) <= id {
		return 0
	}
	at := id + 1 + int(hello[id])
	if len(hello) < at+2 {
		return 0
	}
	return binary.BigEndian.Uint16(hello[at:])
}
