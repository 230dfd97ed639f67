package frames_test

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	frames "sockbook/ch02-stream/lab"
)

// TestEveryChunkSize delivers a stream in Reads of 1 byte, of 2, and so on to
// 4096.
func TestEveryChunkSize(t *testing.T) {
	expectPlain(t)
	var payloads []string
	for _, size := range []int{1, 3, 4, 5, 100, 1000, 4092, 8} {
		payloads = append(payloads, strings.Repeat("x", size-1)+"|")
	}
	stream := wire(payloads...)
	for size := 4096; size > 0; size-- {
		expectFrames(t, "one Read is not one frame, nor a whole prefix or payload: a Read brings what is here, and Next took it for all",
			fmt.Sprintf("a stream of %d frames in Reads of %d bytes", len(payloads), size),
			&pieces{left: chunks(stream, size)}, payloads)
	}
}

// TestFrameCutAnywhere cuts a stream in three, at every two places.
func TestFrameCutAnywhere(t *testing.T) {
	expectPlain(t)
	payloads := []string{"one", "four", "fifteen"}
	stream := wire(payloads...)
	for first := range len(stream) {
		for second := first; second < len(stream); second++ {
			parts := cut(stream, first, second)
			expectFrames(t, "one Read is not one frame, wherever the cut falls: a Read brought a part, and Next took it for all",
				fmt.Sprintf("Reads of %q", parts), &pieces{left: parts}, payloads)
		}
	}
}

// TestRandomCuts makes up streams and cuts. A failure names the seed; set the
// environment variable FRAMES_SEED to it to have the same ones again.
func TestRandomCuts(t *testing.T) {
	expectPlain(t)
	seed, rnd := random()
	for n := range 200 {
		payloads := make([]string, 1+rnd.IntN(8))
		for i := range payloads {
			payloads[i] = randomPayload(rnd)
		}
		stream := wire(payloads...)
		places := make([]int, rnd.IntN(20))
		for i := range places {
			places[i] = rnd.IntN(len(stream))
		}
		slices.Sort(places)
		expectFrames(t, "one Read is not one frame: there are cuts that Next does not survive",
			fmt.Sprintf("stream %d of FRAMES_SEED=%d, cut at %v", n, seed, places),
			&pieces{left: cut(stream, places...)}, payloads)
	}
}

// random is a generator, and the seed that makes the same one again.
func random() (uint64, *rand.Rand) {
	seed, err := strconv.ParseUint(os.Getenv("FRAMES_SEED"), 10, 64)
	if err != nil {
		seed = uint64(rand.Uint32())
	}
	return seed, rand.New(rand.NewPCG(seed, 0))
}

// randomPayload has a length that is often small and at times nearly 4 KiB.
func randomPayload(rnd *rand.Rand) string {
	b := make([]byte, 1+rnd.IntN(1<<rnd.IntN(12)))
	for i := range b {
		b[i] = byte(rnd.IntN(256))
	}
	return string(b)
}

// TestBytesThatComeWithTheEnd delivers the last bytes and io.EOF in one Read,
// as an io.Reader may.
func TestBytesThatComeWithTheEnd(t *testing.T) {
	expectPlain(t)
	payloads := []string{"one", "two"}
	for size := len(wire(payloads...)); size > 0; size-- {
		parts := chunks(wire(payloads...), size)
		expectFrames(t, "a Read may bring bytes and the end together: the bytes count first",
			fmt.Sprintf("Reads of %q, the last with io.EOF", parts), &pieces{left: parts, atOnce: true}, payloads)
	}
	parts := []string{wire("one")[:4], "one"}
	got, err := collect(frames.NewReader(&pieces{left: parts, end: errBroken, atOnce: true}, 100))
	if !slices.Equal(got, []string{"one"}) || !errors.Is(err, errBroken) {
		t.Fatalf("a Read may bring bytes and an error together: the frame that they complete counts first\ninput: Reads of %q, the last with the error %q\ngot: %s\nwant: \"one\", then an error that wraps it",
			parts, errBroken, ending(got, err))
	}
	expectFrames(t, "a Read that brings nothing and reports no error is no end: the next one may bring more",
		"every second Read brings nothing", &hesitant{left: wire("one", "", "two")}, []string{"one", "", "two"})
}

// A hesitant stream brings a byte at every second Read, and nothing at the
// others.
type hesitant struct {
	left  string
	reads int
}

func (h *hesitant) Read(b []byte) (int, error) {
	if h.reads++; h.reads%2 == 1 || len(b) == 0 {
		return 0, nil
	}
	if h.left == "" {
		return 0, io.EOF
	}
	b[0], h.left = h.left[0], h.left[1:]
	return 1, nil
}

// TestEmptyFrames reads frames without a payload, between others and alone.
func TestEmptyFrames(t *testing.T) {
	expectPlain(t)
	for _, payloads := range [][]string{{""}, {"a", "", "", "b"}, {"", "a", ""}} {
		for _, size := range []int{100, 1} {
			expectFrames(t, "an empty frame is a message like any other: not an end, not an error, and not to be skipped",
				fmt.Sprintf("%q in Reads of %d bytes", wire(payloads...), size),
				&pieces{left: chunks(wire(payloads...), size)}, payloads)
		}
	}
}

// TestNextBound announces lengths at the bound, one past it, and far past it.
func TestNextBound(t *testing.T) {
	const allowed, tooLong = "\x00\x00\x00\x05hello", "\x00\x00\x00\x06hello!"
	got, err := next(t, allowed, 5)
	if err != nil || string(got) != "hello" {
		t.Fatalf("a bound of 5 bytes allows 5 bytes: the bound itself is within the bound\ninput: %q, max 5\ngot: %q, %v\nwant: \"hello\", <nil>",
			allowed, got, err)
	}
	got, err = next(t, tooLong, 5)
	if !errors.Is(err, frames.ErrTooLarge) {
		t.Fatalf("a length from the network is a wish: 6 bytes passed a bound of 5\ninput: %q, max 5\ngot: %q, %v\nwant: %v",
			tooLong, got, err, frames.ErrTooLarge)
	}
	expectFrugal(t) // or the next lengths could be more than this machine has
	for _, prefix := range []string{"\x80\x00\x00\x00", "\xff\xff\xff\xff"} {
		if got, err := next(t, prefix+"xyz", 10); !errors.Is(err, frames.ErrTooLarge) {
			t.Fatalf("a length is an unsigned number: %q is large, not negative\ninput: %q, max 10\ngot: %q, %v\nwant: %v",
				prefix, prefix+"xyz", got, err, frames.ErrTooLarge)
		}
	}
	if got, err := next(t, allowed, highest); err != nil || string(got) != "hello" {
		t.Fatalf("a bound may be as high as a prefix can say, which an int32 cannot hold\ninput: %q, max %d\ngot: %q, %v\nwant: \"hello\", <nil>",
			allowed, highest, got, err)
	}
}

// TestLongFrames reads frames whose length needs two bytes of the prefix, three
// and four.
func TestLongFrames(t *testing.T) {
	expectPlain(t)
	for _, n := range []int{255, 256, 1<<16 - 1, 1 << 16, 1<<16 + 1, 1<<24 + 1} {
		payload := strings.Repeat("x", n)
		got, err := next(t, wire(payload), 1<<25)
		if err != nil || string(got) != payload {
			t.Fatalf("a length has four bytes, and each of them counts\ninput: a frame of %d bytes, max %d\ngot: %s, %v\nwant: %s, <nil>",
				n, 1<<25, short(string(got)), err, short(payload))
		}
	}
}

// TestRefusedFrame looks at what is left of a frame past the bound, and at the
// error.
func TestRefusedFrame(t *testing.T) {
	stream := strings.NewReader(wire("123456"))
	_, err := frames.NewReader(stream, 5).Next()
	var cutErr *frames.CutError
	if !errors.Is(err, frames.ErrTooLarge) || errors.As(err, &cutErr) {
		t.Fatalf("a frame that is refused was not cut: the stream goes on, and the error is ErrTooLarge alone\ninput: %q, max 5\ngot: %T: %v\nwant: an error that wraps %q, and is no *CutError",
			wire("123456"), err, err, frames.ErrTooLarge)
	}
	if stream.Len() != 6 {
		t.Fatalf("a frame that is refused is not worth reading: its length may be a lie, and its bytes may never come\ninput: %q, max 5\ngot: %d bytes of the payload read\nwant: 0",
			wire("123456"), 6-stream.Len())
	}
}

// next reads one frame, and makes the runtime's refusal to find memory for it
// a failure of the test.
func next(t *testing.T, stream string, max int) ([]byte, error) {
	defer func() {
		p := recover()
		if err, ok := p.(runtime.Error); ok {
			t.Fatalf("a length is an unsigned number, and not to be believed: Next panicked over %q\ninput: %q, max %d\ngot: panic: %v\nwant: %v",
				stream[:4], stream, max, err, frames.ErrTooLarge)
		}
		if p != nil {
			panic(p)
		}
	}()
	return frames.NewReader(&pieces{left: []string{stream}}, max).Next()
}

// TestLengthBomb announces 64 MiB where 1 KiB is allowed, and measures.
func TestLengthBomb(t *testing.T) { expectFrugal(t) }

// expectFrugal makes sure that a length past the bound costs no memory.
func expectFrugal(t *testing.T) {
	t.Helper()
	const bomb, announced, max = "\x04\x00\x00\x00", 64 << 20, 1 << 10
	r := frames.NewReader(strings.NewReader(bomb), max)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := r.Next()
	runtime.ReadMemStats(&after)
	if spent := after.TotalAlloc - before.TotalAlloc; spent >= announced/2 {
		t.Fatalf("the bound comes before the memory: four bytes made Next find room for %d\ninput: %q, max %d\ngot: about %d bytes allocated, %v\nwant: nearly none, %v",
			announced, bomb, max, spent, err, frames.ErrTooLarge)
	}
	if !errors.Is(err, frames.ErrTooLarge) {
		t.Fatalf("a length from the network is a wish: %d bytes passed a bound of %d\ninput: %q, max %d\ngot: %v\nwant: %v",
			announced, max, bomb, max, err, frames.ErrTooLarge)
	}
}

// TestByteAfterTheFrame reads a frame, and lets something else read on.
func TestByteAfterTheFrame(t *testing.T) {
	const follows = "what follows"
	stream := strings.NewReader(wire("hello") + follows)
	got, err := frames.NewReader(stream, 100).Next()
	if err != nil || string(got) != "hello" {
		t.Fatalf("the frame itself is not read as it was sent\ninput: %q\ngot: %q, %v\nwant: \"hello\", <nil>",
			wire("hello")+follows, got, err)
	}
	rest, err := io.ReadAll(stream)
	if err != nil || string(rest) != follows {
		t.Fatalf("the byte after a frame belongs to whoever reads next: Next took %d too many\ninput: %q\ngot: %q left on the stream\nwant: %q left on the stream",
			len(follows)-len(rest), wire("hello")+follows, rest, follows)
	}
}

// TestFramesAreYours keeps what Next returned while it reads on.
func TestFramesAreYours(t *testing.T) {
	stream := wire("first", "SECOND", "3")
	r := frames.NewReader(strings.NewReader(stream), 100)
	var kept [][]byte
	for range 3 {
		payload, err := r.Next()
		if err != nil {
			t.Fatalf("the frames are not read as they were sent\ninput: %q\ngot: %v\nwant: \"first\" \"SECOND\" \"3\"", stream, err)
		}
		kept = append(kept, payload)
	}
	_ = append(kept[0], "!!!!!!!!"...) // the caller's right, and nobody else's business
	got := fmt.Sprintf("%q", kept)
	if want := `["first" "SECOND" "3"]`; got != want {
		t.Fatalf("a payload is its caller's to keep: the next frame was read into the same memory\ninput: %q, all three kept, then looked at\ngot: %s\nwant: %s",
			stream, got, want)
	}
}
