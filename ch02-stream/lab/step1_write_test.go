package frames_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	frames "sockbook/ch02-stream/lab"
)

// errBroken is what a stream of these tests fails with.
var errBroken = errors.New("the cable was cut")

// A sender takes at most take bytes at each call and at most room in all, and
// then fails with err; with a nil err it then takes nothing and says nothing,
// as often as it is asked, until it has enough.
type sender struct {
	take, room int
	err        error
	calls      []string // what it took
	failed     int      // how often it has failed
}

const patience = 1000 // calls that take nothing, until a sender has enough

func (s *sender) Write(p []byte) (int, error) {
	n := min(len(p), s.take, s.room)
	s.room -= n
	s.calls = append(s.calls, string(p[:n]))
	switch {
	case n < len(p) && s.room == 0 && s.err != nil:
		s.failed++
		return n, s.err
	case len(s.calls) > patience:
		return n, errors.New("asked too often")
	}
	return n, nil
}

func (s *sender) wrote() string { return strings.Join(s.calls, "") }

// called says how often it was.
func (s *sender) called() string {
	if len(s.calls) == 1 {
		return "1 call"
	}
	return fmt.Sprintf("%d calls", len(s.calls))
}

// TestFrameOnTheWire compares the bytes that Write writes with the format.
func TestFrameOnTheWire(t *testing.T) {
	for _, payload := range []string{"hello", strings.Repeat("x", 258), ""} {
		w := &sender{take: 1 << 20, room: 1 << 20}
		err := frames.Write(w, []byte(payload), 4096)
		got := w.wrote()
		if err == nil && got == wire(payload) {
			continue
		}
		shows := "these are not the bytes of a frame: four of length, then the payload"
		little := binary.LittleEndian.AppendUint32(nil, uint32(len(payload)))
		switch {
		case got == "" && payload == "":
			shows = "an empty message is a message too, four zero bytes, and Write wrote nothing"
		case strings.HasPrefix(got, string(little)):
			shows = "the length goes out in network byte order, most significant byte first, not as this machine keeps it"
		}
		t.Fatalf("%s\ninput: Write of %s\ngot: %s; %v\nwant: %s; <nil>", shows, short(payload), dump(got), err, dump(wire(payload)))
	}
}

// dump shows the first bytes of a stream as numbers.
func dump(stream string) string {
	switch {
	case stream == "":
		return "nothing"
	case len(stream) > 9:
		return fmt.Sprintf("% x … (%d bytes)", stream[:9], len(stream))
	}
	return fmt.Sprintf("% x", stream)
}

// TestOneWriteForAFrame counts the calls when everything is taken at once.
func TestOneWriteForAFrame(t *testing.T) {
	w := &sender{take: 100, room: 100}
	err := frames.Write(w, []byte("hello"), 100)
	if want := []string{wire("hello")}; err != nil || !slices.Equal(w.calls, want) {
		t.Fatalf("a call of Write may be a segment of its own: prefix and payload go out in one\n"+
			"input: Write of \"hello\"\ngot: %s, %q, %v\nwant: 1 call, %q, <nil>", w.called(), w.calls, err, want)
	}
	for _, n := range []int{255, 256, 1 << 12, 1<<16 - 1, 1 << 16, 1<<16 + 1, 1<<24 + 1} {
		w := &sender{take: 1 << 25, room: 1 << 25}
		payload := strings.Repeat("x", n)
		err := frames.Write(w, []byte(payload), 1<<25)
		if err != nil || len(w.calls) != 1 || w.calls[0] != wire(payload) {
			t.Fatalf("a length has four bytes, and a long frame goes out like a short one\n"+
				"input: Write of %d bytes, max %d\ngot: %s, %s, %v\nwant: 1 call, %s, <nil>", n, 1<<25, w.called(), dump(w.wrote()), err, dump(wire(payload)))
		}
	}
	expectUntouched(t)
}

// expectUntouched fails if Write changes what lies behind a payload.
func expectUntouched(t *testing.T) {
	t.Helper()
	const whole = "hello, and what lies behind"
	memory := []byte(whole)
	err := frames.Write(&sender{take: 100, room: 100}, memory[:5], 100)
	if err != nil || string(memory) != whole {
		t.Fatalf("the memory behind a payload is its caller's too, and append writes there when there is room: one Write needs a copy of its own\n"+
			"input: Write of the first 5 bytes of %q\ngot: %q; %v\nwant: %[1]q; <nil>", whole, memory, err)
	}
}

// TestShortWrites writes to a socket that takes only some bytes at each call.
func TestShortWrites(t *testing.T) {
	want := wire("hello, stream")
	for take := len(want); take > 0; take-- {
		w := &sender{take: take, room: 1 << 20}
		err := frames.Write(w, []byte("hello, stream"), 100)
		got := w.wrote()
		if err == nil && got == want {
			continue
		}
		shows := "a Write that takes a part has taken the first part: go on with the rest, and only with the rest"
		switch {
		case err == nil && strings.HasPrefix(want, got):
			shows = fmt.Sprintf("a Write may take fewer bytes than it is given: it took %d of %d, and the rest was never sent", len(got), len(want))
		case err != nil:
			shows = "a Write that takes a part has not failed: go on with the rest"
		}
		t.Fatalf("%s\ninput: a frame of %d bytes, to a socket that takes %d at a time\ngot: %q, %v\nwant: %q, <nil>",
			shows, len(want), take, got[:min(len(got), 60)], err, want)
	}
}

// TestSenderThatTakesNothing writes to a socket that takes no byte and reports
// no error.
func TestSenderThatTakesNothing(t *testing.T) {
	for calls, room := range []int{0, 3} { // calls that take something
		w := &sender{take: 100, room: room}
		err := frames.Write(w, []byte("hello"), 100)
		if errors.Is(err, frames.ErrNoProgress) && len(w.calls) == calls+1 {
			continue
		}
		shows := "a loop that waits for the last byte needs a way out: the socket takes nothing, and Write asks it for ever"
		if err != nil && len(w.calls) < patience {
			shows = "that a socket takes nothing and does not say why has a name, ErrNoProgress"
		} else if err == nil {
			shows = "the socket took nothing more, and Write reported success"
		}
		if errors.Is(err, frames.ErrNoProgress) && len(w.calls) < patience {
			shows = "a socket that takes nothing is not asked again: Write ends with the first call that took nothing"
		}
		t.Fatalf("%s\ninput: a frame of 9 bytes, to a socket that takes %d and then none\ngot: %v, after %s\nwant: an error that wraps ErrNoProgress, at the first call that takes nothing",
			shows, room, err, w.called())
	}
}

// TestWriteKeepsTheError fails after some bytes and asks for the reason.
func TestWriteKeepsTheError(t *testing.T) {
	for _, room := range []int{0, 3, 8} {
		w := &sender{take: 100, room: room, err: errBroken}
		err := frames.Write(w, []byte("hello"), 100)
		input := fmt.Sprintf("a socket that takes %d of 9 bytes and fails with %q", room, errBroken)
		if !errors.Is(err, errBroken) {
			t.Fatalf("the socket's own error is lost: errors.Is must find it in Write's\ninput: %s\ngot: %v\nwant: an error that wraps %q",
				input, err, errBroken)
		}
		if w.failed > 1 {
			t.Fatalf("after an error nobody knows what went out: Write tried again\ninput: %s\ngot: %d calls that failed\nwant: 1",
				input, w.failed)
		}
	}
	if err := frames.Write(&last{}, []byte("hello"), 100); !errors.Is(err, errBroken) {
		t.Fatalf("a call can take every byte and still fail: its error counts\ninput: a socket that takes 9 of 9 bytes and fails with %q\ngot: %v\nwant: an error that wraps it",
			errBroken, err)
	}
}

// A last call takes every byte, and fails.
type last struct{ calls int }

func (l *last) Write(p []byte) (int, error) {
	l.calls++
	return len(p), errBroken
}

// highest is the highest bound that there is: what a prefix can say, or where an
// int is smaller than that, an int.
const highest = int(min(math.MaxUint32, math.MaxInt))

// TestWriteBound writes a payload as long as the bound, and one byte longer.
func TestWriteBound(t *testing.T) {
	const max = 5
	w := &sender{take: 100, room: 100}
	if err := frames.Write(w, []byte("12345"), max); err != nil {
		t.Fatalf("a bound of 5 bytes allows 5 bytes: the bound itself is within the bound\ninput: Write of \"12345\", max 5\ngot: %v\nwant: <nil>", err)
	}
	w = &sender{take: 100, room: 100}
	err := frames.Write(w, []byte("123456"), max)
	if !errors.Is(err, frames.ErrTooLarge) {
		t.Fatalf("a bound of 5 bytes does not allow 6, from you no more than from the peer\ninput: Write of \"123456\", max 5\ngot: %v\nwant: %v",
			err, frames.ErrTooLarge)
	}
	if len(w.calls) > 0 {
		t.Fatalf("a frame that may not be sent must not be begun\ninput: Write of \"123456\", max 5\ngot: %s written\nwant: nothing", dump(w.wrote()))
	}
	if err := frames.Write(&sender{take: 100, room: 100}, []byte("1"), 0); !errors.Is(err, frames.ErrTooLarge) {
		t.Fatalf("a bound of 0 bytes is a bound: only empty frames are within it\ninput: Write of \"1\", max 0\ngot: %v\nwant: %v", err, frames.ErrTooLarge)
	}
	if err := frames.Write(&sender{take: 100, room: 100}, []byte("1"), highest); err != nil {
		t.Fatalf("a bound may be as high as a prefix can say, which an int32 cannot hold\ninput: Write of \"1\", max %d\ngot: %v\nwant: <nil>", highest, err)
	}
}
