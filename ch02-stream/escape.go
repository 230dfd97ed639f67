package stream

import (
	"bufio"
	"errors"
	"fmt"
	"io"
)

// The bytes of SLIP, the Serial Line Internet Protocol (RFC 1055). A packet
// ends with slipEnd, which therefore never stands inside one.
const (
	slipEnd    = 0xc0
	slipEsc    = 0xdb
	slipEscEnd = 0xdc // after slipEsc: a slipEnd that is data
	slipEscEsc = 0xdd // after slipEsc: a slipEsc that is data
)

// ErrPacketTooLong says that a packet does not fit the reader's bound,
// ErrEscape that one holds an escape which stands for nothing.
var (
	ErrPacketTooLong = errors.New("packet too long")
	ErrEscape        = errors.New("escape that stands for nothing")
)

// AppendPacket appends msg to b, escaped where it must be, and the delimiter.
// That takes from len(msg)+1 to 2*len(msg)+1 bytes.
func AppendPacket(b, msg []byte) []byte {
	for _, c := range msg {
		switch c {
		case slipEnd:
			b = append(b, slipEsc, slipEscEnd)
		case slipEsc:
			b = append(b, slipEsc, slipEscEsc)
		default:
			b = append(b, c)
		}
	}
	return append(b, slipEnd)
}

// ReadPacket returns the next packet of r, its escapes undone. As sent, its
// delimiter included, it must fit r's buffer. The bytes are valid until the
// next read from r. After ErrEscape and ErrPacketTooLong the caller may go on:
// the next delimiter is the end of the damage.
//
// Errors: io.EOF if the stream ended between packets, io.ErrUnexpectedEOF if
// inside one, ErrPacketTooLong, ErrEscape.
func ReadPacket(r *bufio.Reader) ([]byte, error) {
	packet, err := r.ReadSlice(slipEnd)
	switch {
	case err == nil:
		return unescape(packet[:len(packet)-1])
	case err == io.EOF && len(packet) > 0:
		err = io.ErrUnexpectedEOF
	case err == bufio.ErrBufferFull:
		err = fmt.Errorf("%w: no end in %d bytes", ErrPacketTooLong, r.Size())
	}
	return nil, err
}

// unescape works in place: a message is never longer than its packet.
func unescape(packet []byte) ([]byte, error) {
	msg := packet[:0]
	escaped := false
	for _, c := range packet {
		switch {
		case escaped && c == slipEscEnd:
			c = slipEnd
		case escaped && c == slipEscEsc:
			c = slipEsc
		case escaped:
			return nil, ErrEscape
		case c == slipEsc:
			escaped = true
			continue
		}
		escaped = false
		msg = append(msg, c)
	}
	if escaped {
		return nil, ErrEscape
	}
	return msg, nil
}
