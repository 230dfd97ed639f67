package frames_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"

	frames "sockbook/ch02-stream/lab"
)

// cuttable is a stream to break off at every place.
var cuttable = []string{"one", "", "x", "three"}

// brokenOff is the CutError for the stream of cuttable that ends after n
// bytes. If that is between two frames, between is true.
func brokenOff(n int) (want frames.CutError, between bool) {
	want = frames.CutError{Frame: 1, Offset: int64(n)}
	for _, p := range cuttable {
		if n < 4 {
			break
		}
		if n < 4+len(p) {
			want.Part, want.Got, want.Want = frames.Payload, n-4, len(p)
			return want, false
		}
		n -= 4 + len(p)
		want.Frame++
	}
	want.Part, want.Got, want.Want = frames.Prefix, n, 4
	return want, n == 0
}

// place says in words where a stream ended.
func place(e frames.CutError) string {
	if e.Part == frames.Payload && e.Got == 0 {
		return fmt.Sprintf("right behind the prefix of frame %d", e.Frame)
	}
	return fmt.Sprintf("after %d of %d %s bytes of frame %d", e.Got, e.Want, e.Part, e.Frame)
}

// TestCleanEnd ends streams between two frames.
func TestCleanEnd(t *testing.T) {
	stream := wire(cuttable...)
	for n := range len(stream) + 1 {
		if _, between := brokenOff(n); !between {
			continue
		}
		got, err := collect(frames.NewReader(&pieces{left: cut(stream[:n])}, 100))
		if err != io.EOF {
			t.Fatalf("%s\ninput: %q, then the end\ngot: %s\nwant: io.EOF", endIsNoFailure, stream[:n], ending(got, err))
		}
	}
}

// TestEndInsideAFrame ends streams everywhere but between two frames.
func TestEndInsideAFrame(t *testing.T) {
	stream := wire(cuttable...)
	for n := range len(stream) {
		want, between := brokenOff(n)
		if between {
			continue
		}
		got, err := collect(frames.NewReader(&pieces{left: cut(stream[:n])}, 100))
		shows := ""
		var cutErr *frames.CutError
		switch {
		case len(got) >= want.Frame:
			shows = "a part of a frame is not a frame: the stream ended %s, and Next returned it as whole"
		case errors.Is(err, io.EOF):
			shows = "an end inside a frame is not a clean end: the stream ended %s, and Next reported io.EOF"
		case !errors.As(err, &cutErr):
			shows = "an error should say where: the stream ended %s, and Next reported no *CutError"
		case !errors.Is(err, io.ErrUnexpectedEOF):
			shows = "an end inside a frame has a name, io.ErrUnexpectedEOF: the stream ended %s, and errors.Is did not find it"
		default:
			continue
		}
		t.Fatalf(shows+"\ninput: %q, then the end\ngot: %s\nwant: a *CutError that wraps io.ErrUnexpectedEOF",
			place(want), stream[:n], ending(got, err))
	}
}

// TestCutSaysWhere compares the place that a CutError names with the place
// where the stream broke off.
func TestCutSaysWhere(t *testing.T) {
	stream := wire(cuttable...)
	for n := range len(stream) {
		want, between := brokenOff(n)
		if between {
			continue
		}
		_, err := collect(frames.NewReader(&pieces{left: chunks(stream[:n], 2)}, 100))
		var got *frames.CutError
		if !errors.As(err, &got) {
			t.Fatalf("an error should say where: the stream ended %s, and Next reported no *CutError\ninput: %q, then the end\ngot: %v\nwant: %s",
				place(want), stream[:n], err, fields(want))
		}
		shows := ""
		switch {
		case got.Frame != want.Frame:
			shows = "Frame is the number of the frame that was cut, and the first is 1"
		case got.Offset != want.Offset:
			shows = "Offset counts every byte of the stream, prefixes and earlier frames too"
		case got.Part != want.Part || got.Got != want.Got || got.Want != want.Want:
			shows = "Got and Want are about the part that was cut, prefix or payload, alone"
		default:
			continue
		}
		t.Fatalf("%s\ninput: %q, then the end\ngot: %s\nwant: %s", shows, stream[:n], fields(*got), fields(want))
	}
}

func fields(e frames.CutError) string {
	return fmt.Sprintf("Frame %d, Part %q, Got %d, Want %d, Offset %d", e.Frame, e.Part, e.Got, e.Want, e.Offset)
}

// TestNextKeepsTheError breaks streams off with an error, at every place.
func TestNextKeepsTheError(t *testing.T) {
	stream := wire(cuttable...)
	for n := range len(stream) + 1 {
		want, _ := brokenOff(n)
		got, err := collect(frames.NewReader(&pieces{left: cut(stream[:n]), end: errBroken}, 100))
		shows := ""
		var cutErr *frames.CutError
		switch {
		case !slices.Equal(got, cuttable[:want.Frame-1]):
			shows = "a failure does not undo what came before it: Next returned other frames than had come whole"
		case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
			shows = "a connection that fails has not ended: Next made an end of it"
		case !errors.Is(err, errBroken):
			shows = "the connection's own error is lost: errors.Is must find it in Next's"
		case !errors.As(err, &cutErr):
			shows = fmt.Sprintf("an error should say where: the stream failed %s, and Next reported no *CutError", place(want))
		case fields(*cutErr) != fields(want):
			shows = "where a connection failed is told as where it ended is: " + fields(*cutErr) + " is not " + fields(want)
		default:
			continue
		}
		t.Fatalf("%s\ninput: %q, then the error %q\ngot: %s\nwant: %s", shows, stream[:n], errBroken,
			ending(got, err), ending(cuttable[:want.Frame-1], errors.New("a *CutError that wraps it")))
	}
}
