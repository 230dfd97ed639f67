package frames_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	frames "sockbook/ch02-stream/lab"
)

// wire is the stream of bytes that carries the payloads, as it must be.
func wire(payloads ...string) string {
	var b []byte
	for _, p := range payloads {
		b = binary.BigEndian.AppendUint32(b, uint32(len(p)))
		b = append(b, p...)
	}
	return string(b)
}

// pieces is a stream that arrives in pieces: a Read brings one of them, or of
// that as much as there is room for. Then it reports end, io.EOF if that is
// nil; atOnce, already with the last bytes.
type pieces struct {
	left   []string
	end    error
	atOnce bool
}

func (p *pieces) Read(b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	end := p.end
	if end == nil {
		end = io.EOF
	}
	if len(p.left) == 0 {
		return 0, end
	}
	n := copy(b, p.left[0])
	if p.left[0] = p.left[0][n:]; p.left[0] == "" {
		p.left = p.left[1:]
	}
	if p.atOnce && len(p.left) == 0 {
		return n, end
	}
	return n, nil
}

// cut cuts a stream at the given places, which rise.
func cut(stream string, places ...int) []string {
	var parts []string
	from := 0
	for _, at := range append(slices.Clone(places), len(stream)) {
		if at > from {
			parts = append(parts, stream[from:at])
			from = at
		}
	}
	return parts
}

// chunks cuts a stream into pieces of n bytes.
func chunks(stream string, n int) []string {
	var places []int
	for at := n; at < len(stream); at += n {
		places = append(places, at)
	}
	return cut(stream, places...)
}

// errEndless is collect's, for a Next that never reports an end.
var errEndless = errors.New("no end after 1000 frames")

// collect calls Next until it reports an error.
func collect(r *frames.Reader) ([]string, error) {
	var got []string
	for len(got) < 1000 {
		payload, err := r.Next()
		if err != nil {
			return got, err
		}
		got = append(got, string(payload))
	}
	return got, errEndless
}

const endIsNoFailure = "an end between two frames is not a failure: it is the end, io.EOF itself"

// expectFrames reads the stream to its end and fails with what that shows, the
// input that showed it, and the difference, if the payloads are not want.
func expectFrames(t *testing.T, shows, input string, stream io.Reader, want []string) {
	t.Helper()
	got, err := collect(frames.NewReader(stream, 4096))
	if slices.Equal(got, want) && err != io.EOF {
		shows = endIsNoFailure
	}
	if err != io.EOF || !slices.Equal(got, want) {
		same := 0
		for same < min(len(got), len(want)) && got[same] == want[same] {
			same++
		}
		t.Fatalf("%s\ninput: %s\ngot: %s\nwant: %s", shows, input, endingAfter(same, got, err), endingAfter(same, want, io.EOF))
	}
}

// expectPlain makes sure that a stream is read as it should be when nothing is
// special about it, so that a later failure shows what the test is about.
func expectPlain(t *testing.T) {
	t.Helper()
	shows := "a frame that comes whole, in one Read, is not read as it was sent"
	if _, err := frames.NewReader(strings.NewReader(wire("hello")), 4096).Next(); errors.Is(err, frames.ErrTooLarge) {
		shows = "the length comes in network byte order, most significant byte first, not as this machine keeps it"
	}
	expectFrames(t, shows, fmt.Sprintf("%q", wire("hello")), &pieces{left: []string{wire("hello")}}, []string{"hello"})
	side := []string{"one", "three"}
	expectFrames(t, "one Read may bring more than one frame: Next takes the bytes of one and leaves the others",
		fmt.Sprintf("%q, in one Read if there is room", wire(side...)), &pieces{left: []string{wire(side...)}}, side)
}

// short quotes a payload, or says how long it is.
func short(payload string) string {
	if len(payload) <= 24 {
		return fmt.Sprintf("%q", payload)
	}
	return fmt.Sprintf("%q… (%d bytes)", payload[:8], len(payload))
}

// list quotes the first payloads and counts the others.
func list(payloads []string) string {
	var b strings.Builder
	for i, p := range payloads {
		if i == 6 && len(payloads) > 7 {
			fmt.Fprintf(&b, " and %d more", len(payloads)-i)
			break
		}
		b.WriteString(" " + short(p))
	}
	if len(payloads) == 0 {
		return "no frame"
	}
	return strings.TrimSpace(b.String())
}

// endingAfter is ending, with the first frames no more than counted if there are
// more than two of them.
func endingAfter(same int, payloads []string, err error) string {
	if same <= 2 {
		return ending(payloads, err)
	}
	return fmt.Sprintf("%d frames as they were sent; %s", same, ending(payloads[same:], err))
}

// ending is what was read and what ended it.
func ending(payloads []string, err error) string {
	if err == io.EOF {
		return list(payloads) + ", then io.EOF"
	}
	return fmt.Sprintf("%s, then %v", list(payloads), err)
}
