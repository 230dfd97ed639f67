package stream

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// readLines reads to the end of r and returns every line and the error that
// ended it.
func readLines(r io.Reader, max int) ([]string, error) {
	br := bufio.NewReaderSize(r, max)
	var lines []string
	for {
		line, err := ReadLine(br)
		if err != nil {
			return lines, err
		}
		lines = append(lines, string(line))
	}
}

func TestReadLine(t *testing.T) {
	for _, c := range []struct {
		what, stream string
		want         []string
		err          error
	}{
		{"an empty stream ends between lines", "", nil, io.EOF},
		{"LF ends a line", "one\ntwo\n", []string{"one", "two"}, io.EOF},
		{"CRLF ends a line", "one\r\ntwo\r\n", []string{"one", "two"}, io.EOF},
		{"a line may be empty", "\n\r\n", []string{"", ""}, io.EOF},
		{"CR inside a line is a byte of it", "a\rb\n", []string{"a\rb"}, io.EOF},
		{"only one CR belongs to the end", "a\r\r\n", []string{"a\r"}, io.EOF},
		{"a line without an end is cut off", "one\ntw", []string{"one"}, io.ErrUnexpectedEOF},
		{"CR alone is no end", "one\r", nil, io.ErrUnexpectedEOF},
		{"16 bytes fit", strings.Repeat("x", 15) + "\n", []string{strings.Repeat("x", 15)}, io.EOF},
		{"17 bytes do not", strings.Repeat("x", 16) + "\n", nil, ErrLineTooLong},
		{"neither do 17 with CRLF", strings.Repeat("x", 15) + "\r\n", nil, ErrLineTooLong},
	} {
		for name, wrap := range deliveries {
			lines, err := readLines(wrap(strings.NewReader(c.stream)), 16)
			assert.Equal(t, c.want, lines, "%s (%s)", c.what, name)
			assert.ErrorIs(t, err, c.err, "%s (%s)", c.what, name)
		}
	}
}

// deliveries are the ways in which a stream may hand over the same bytes.
var deliveries = map[string]func(io.Reader) io.Reader{
	"as it comes":     func(r io.Reader) io.Reader { return r },
	"byte by byte":    iotest.OneByteReader,
	"half at a time":  iotest.HalfReader,
	"error with data": iotest.DataErrReader,
}

// cutAt delivers s[:n] with one Read and the rest with the following ones.
func cutAt(s []byte, n int) io.Reader {
	return io.MultiReader(bytes.NewReader(s[:n]), bytes.NewReader(s[n:]))
}

func TestReadLineCutAnywhere(t *testing.T) {
	const text = "one\r\n\ntwo\n"
	for n := range len(text) + 1 {
		lines, err := readLines(cutAt([]byte(text), n), 16)
		assert.Equal(t, []string{"one", "", "two"}, lines, "cut after %d bytes", n)
		assert.Equal(t, io.EOF, err, "cut after %d bytes", n)

		_, err = readLines(strings.NewReader(text[:n]), 16)
		if n == 0 || text[n-1] == '\n' {
			assert.Equal(t, io.EOF, err, "ended after %d bytes, which is between lines", n)
		} else {
			assert.Equal(t, io.ErrUnexpectedEOF, err, "ended after %d bytes, which is inside a line", n)
		}
	}
}

func TestReadLinePassesErrorsOn(t *testing.T) {
	cause := errors.New("cable cut")
	r := io.MultiReader(strings.NewReader("one\ntw"), iotest.ErrReader(cause))
	lines, err := readLines(r, 16)
	assert.Equal(t, []string{"one"}, lines, "what came before the error is delivered")
	assert.Equal(t, cause, err, "the connection's own error is not made into another")
}

// What the server writes for a line leaves in one Write.
func TestEchoLinesWritesALineAtOnce(t *testing.T) {
	var writes writeLog
	err := EchoLines(struct {
		io.Reader
		io.Writer
	}{strings.NewReader("one\r\ntwo\n"), &writes}, 64)
	require.NoError(t, err, "a stream that ends after a whole line has ended well")
	assert.Equal(t, []string{"one\n", "two\n"}, writes.calls, "one Write a line, its end included")
}

// A writeLog remembers what each Write was given.
type writeLog struct{ calls []string }

func (w *writeLog) Write(p []byte) (int, error) {
	w.calls = append(w.calls, string(p))
	return len(p), nil
}

func FuzzReadLine(f *testing.F) {
	f.Add([]byte("one\r\n\ntwo"), 3)
	f.Add([]byte(strings.Repeat("x", 40)), 17)
	f.Fuzz(func(t *testing.T, stream []byte, cut int) {
		whole, wholeErr := readLines(bytes.NewReader(stream), 32)
		parts, partsErr := readLines(cutAt(stream, min(max(cut, 0), len(stream))), 32)
		if !slices.Equal(whole, parts) || wholeErr.Error() != partsErr.Error() {
			t.Fatalf("the cut at %d changed what was read: %q, %v; %q, %v", cut, whole, wholeErr, parts, partsErr)
		}
		for _, line := range whole {
			if len(line) > 31 || strings.Contains(line, "\n") {
				t.Fatalf("%q is no line within the bound", line)
			}
		}
	})
}

func TestLine(t *testing.T) {
	shown := show(t, Line)
	assert.Contains(t, shown, `the line "hello" came back`, "a line in two writes is one line")
	assert.Contains(t, shown, "the line \"one\" came back\nclient: the line \"two\" came back", "two lines in one write are two")
	assert.Contains(t, shown, "EchoLines returned: <nil>", "the end after a whole line is no error")
	assert.Contains(t, shown, ErrLineTooLong.Error(), "a line beyond the bound is refused")
	assert.Contains(t, shown, "EchoLines returned: unexpected EOF", "the end inside a line is told apart")
}
