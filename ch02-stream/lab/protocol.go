// Package frames puts messages on a stream.
//
// A stream is a row of bytes without marks, so a message takes its length
// along, in front: four bytes, unsigned, the most significant first (RFC 791,
// appendix B). The two together are a frame:
//
//	00 00 00 05  h  e  l  l  o     the message "hello"
//	00 00 00 00                    an empty message
//
// Both ends have a bound for the payload of a frame, max, in bytes. It is at
// least 0 and at most what a prefix can say, 4 GiB - 1.
package frames

import (
	"errors"
	"fmt"
	"net"
)

// prefixSize is the length, in bytes, of the length in front of a payload.
const prefixSize = 4

// ErrTooLarge says that a payload exceeds the bound of who writes or reads it.
var ErrTooLarge = errors.New("frame too large")

// ErrNoProgress says that a Sender takes nothing and does not say why.
var ErrNoProgress = errors.New("the socket takes nothing and reports no error")

// The parts of a frame in which a stream can break off.
const (
	Prefix  = "prefix"
	Payload = "payload"
)

// A CutError says where in a stream of frames the bytes stopped coming.
type CutError struct {
	Frame  int    // the frame's number; the first of the stream is 1
	Part   string // Prefix or Payload
	Got    int    // so many bytes of that part had come
	Want   int    // of so many
	Offset int64  // bytes of the stream that had come, those of earlier frames too
	Err    error  // io.ErrUnexpectedEOF for an end, or what the stream itself reported
}

func (e *CutError) Error() string {
	return fmt.Sprintf("frame %d: %d of %d %s bytes, %d bytes into the stream: %v",
		e.Frame, e.Got, e.Want, e.Part, e.Offset, e.Err)
}

// Unwrap makes errors.Is and errors.As see Err.
func (e *CutError) Unwrap() error { return e.Err }

// A Sender is what a frame is written to. Its Write promises what write(2)
// does, which is less than an io.Writer promises: it may take fewer than
// len(p) bytes without an error. Every io.Writer is a Sender; a bare
// descriptor is one too.
type Sender interface {
	Write(p []byte) (n int, err error)
}

// A Conn is a connection whose sending direction can be ended by itself, such
// as a *net.TCPConn.
type Conn interface {
	net.Conn
	CloseWrite() error // wraps shutdown(2) with SHUT_WR
}
