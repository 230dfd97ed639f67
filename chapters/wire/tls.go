package wire

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// Content types of records (RFC 8446, section 5.1) and handshake messages
// (section 4; RFC 5246, section 7.4).
const (
	changeCipherSpec = 20
	alert            = 21
	handshake        = 22
	applicationData  = 23

	recordHeader = 5
	clientHello  = 1
)

var messages = map[byte]string{
	0: "HelloRequest", clientHello: "ClientHello", 2: "ServerHello", 4: "NewSessionTicket",
	5: "EndOfEarlyData", 8: "EncryptedExtensions", 11: "Certificate", 12: "ServerKeyExchange",
	13: "CertificateRequest", 14: "ServerHelloDone", 15: "CertificateVerify",
	16: "ClientKeyExchange", 20: "Finished", 22: "CertificateStatus", 24: "KeyUpdate",
}

// beginsTLS reports whether a stream that begins so is a TLS client's.
func beginsTLS(b []byte) bool {
	return len(b) > recordHeader && b[0] == handshake && b[1] == 3 && b[5] == clientHello
}

// A tlsReader names the records of one direction, wherever segments cut them.
type tlsReader struct {
	header []byte // of the record that has begun
	left   int    // bytes of its body that are to come
	body   []byte // of a handshake record, the beginning of a message that was cut
	skip   int    // bytes of a handshake message that are to come
	hidden bool   // ChangeCipherSpec has passed: what follows is encrypted
	lost   bool   // this is no TLS, or a segment is missing
}

// read returns the names of what begins in b.
func (r *tlsReader) read(b []byte) (names []string) {
	for len(b) > 0 && !r.lost {
		if r.left == 0 {
			n := min(recordHeader-len(r.header), len(b))
			r.header, b = append(r.header, b[:n]...), b[n:]
			if len(r.header) == recordHeader {
				names = append(names, r.begin()...)
			}
			continue
		}
		n := min(r.left, len(b))
		if r.header[0] == handshake && !r.hidden {
			names = append(names, r.messages(b[:n])...)
		}
		r.left, b = r.left-n, b[n:]
		if r.left == 0 {
			r.end()
		}
	}
	return names
}

// begin reads a record's header: type, version, length.
func (r *tlsReader) begin() []string {
	h := r.header
	r.left = int(binary.BigEndian.Uint16(h[3:]))
	if h[1] != 3 || h[0] < changeCipherSpec || h[0] > applicationData {
		r.lost = true
		return nil
	}
	if r.left == 0 {
		defer r.end()
	}
	switch {
	case h[0] == changeCipherSpec:
		return []string{"ChangeCipherSpec"}
	case h[0] == applicationData:
		return []string{"ApplicationData"}
	case h[0] == alert:
		return []string{"Alert"}
	case r.hidden:
		return []string{"encrypted handshake"}
	}
	return nil
}

func (r *tlsReader) end() {
	if r.header[0] == changeCipherSpec {
		r.hidden = true
	}
	r.header = r.header[:0]
}

// messages names the handshake messages that begin in a part of a record: each
// has a type, and three bytes of length.
func (r *tlsReader) messages(b []byte) (names []string) {
	for len(b) > 0 {
		if r.skip > 0 {
			n := min(r.skip, len(b))
			r.skip, b = r.skip-n, b[n:]
			continue
		}
		n := min(4-len(r.body), len(b))
		r.body, b = append(r.body, b[:n]...), b[n:]
		if len(r.body) < 4 {
			break
		}
		name, ok := messages[r.body[0]]
		if !ok {
			name = fmt.Sprintf("handshake message %d", r.body[0])
		}
		names = append(names, name)
		r.skip = int(r.body[1])<<16 | int(r.body[2])<<8 | int(r.body[3])
		r.body = r.body[:0]
	}
	return names
}

// counted is a list of names, with those that repeat counted.
func counted(names []string) string {
	var parts []string
	for i := 0; i < len(names); {
		n := 1
		for i+n < len(names) && names[i+n] == names[i] {
			n++
		}
		part := names[i]
		if n > 1 {
			part = fmt.Sprintf("%d %s", n, part)
		}
		parts = append(parts, part)
		i += n
	}
	return strings.Join(parts, ", ")
}
