package securestream

import (
	"fmt"
	"io"
	"net"
)

// truncateNothing lets everything pass.
const truncateNothing = -1

// A truncatedEnd has somebody on its path who can decrypt nothing, but sees
// records and their lengths, which are in clear. Once cutting, he passes on
// that many bytes and holds back the rest. Records are numbered (RFC 8446
// section 5.3): nothing but the end can be taken away unnoticed.
type truncatedEnd struct {
	*linkEnd

	pass, took int
	cutting    bool
}

func (e *truncatedEnd) Write(p []byte) (int, error) {
	if !e.cutting {
		return e.linkEnd.Write(p)
	}
	n := min(len(p), e.pass-e.took)
	e.took += n
	if n > 0 {
		if _, err := e.linkEnd.Write(p[:n]); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}

// errNoCloseNotify is what a strictEnd says. It is not io.ErrUnexpectedEOF
// itself: that, between two records, crypto/tls would take for io.EOF.
var errNoCloseNotify = fmt.Errorf("FIN without close_notify: %w", io.ErrUnexpectedEOF)

// A strictEnd lies beneath a tls.Conn, and makes an error of every FIN that
// the tls.Conn gets to see. After close_notify it reads no further.
//
// For a protocol that tells by other means where its messages end, such as
// HTTP with a Content-Length, none of this is needed.
type strictEnd struct{ net.Conn }

func (e strictEnd) Read(p []byte) (int, error) {
	n, err := e.Conn.Read(p)
	if err == io.EOF {
		err = errNoCloseNotify
	}
	return n, err
}
