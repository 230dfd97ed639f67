package stream

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// ErrLineTooLong says that a line does not fit the reader's bound.
var ErrLineTooLong = errors.New("line too long")

// ReadLine returns the next line of r without its end, "\n" or "\r\n". A line,
// its end included, must fit r's buffer: the bound on a line and the memory
// that a connection costs are one number, set by bufio.NewReaderSize. The
// bytes are valid until the next read from r.
//
// Errors: io.EOF if the stream ended after a whole line or at once,
// io.ErrUnexpectedEOF if inside a line, ErrLineTooLong. The last two come with
// what there was of the line.
func ReadLine(r *bufio.Reader) ([]byte, error) {
	line, err := r.ReadSlice('\n')
	switch {
	case err == nil:
		return bytes.TrimSuffix(line[:len(line)-1], []byte{'\r'}), nil
	case err == io.EOF && len(line) > 0:
		err = io.ErrUnexpectedEOF
	case err == bufio.ErrBufferFull:
		err = fmt.Errorf("%w: no end in %d bytes", ErrLineTooLong, r.Size())
	}
	return line, err
}

// EchoLines reads lines of at most max bytes (16 at least, the smallest buffer
// of package bufio) and writes each back, ended by "\n". It returns nil when
// the client has finished after a whole line, and otherwise an error of
// [ReadLine] or of conn.
func EchoLines(conn io.ReadWriter, max int) error {
	r := bufio.NewReaderSize(conn, max)
	var reply []byte
	for {
		line, err := ReadLine(r)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		// One Write for the line and its end: two would be two segments.
		reply = append(append(reply[:0], line...), '\n')
		if _, err := conn.Write(reply); err != nil {
			return err
		}
	}
}
