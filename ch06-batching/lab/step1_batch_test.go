package batcher_test

import (
	"fmt"
	"strings"
	"testing"
	"unsafe"

	batcher "sockbook/ch06-batching/lab"
)

// show is the messages of a batch, for a reader.
func show(b *batcher.Batch) string { return fmt.Sprintf("%q", b.Messages()) }

// TestBatchAdd fills a batch to its bounds, and one message further.
func TestBatchAdd(t *testing.T) {
	for _, c := range []struct {
		why, add string
		want     string
	}{
		{"three messages fit where three may be, and a fourth does not", "a b c d", "[true true true false]"},
		{"so many bytes as a batch may have fit, all messages together", "12345 67890 c", "[true true false]"},
		{"one byte too many does not fit", "12345 678901", "[true false]"},
		{"what did not fit has left the batch as it was: something smaller still fits", "12345 678901 67890", "[true false true]"},
		{"a message that fills a batch alone fits", "1234567890", "[true]"},
	} {
		b := batcher.NewBatch(3, 10)
		var got []bool
		for m := range strings.FieldsSeq(c.add) {
			got = append(got, b.Add([]byte(m)))
		}
		if fmt.Sprint(got) != c.want {
			t.Fatalf("%s\ninput: %s, into a batch of 3 messages and 10 bytes\ngot: %v\nwant: %s", c.why, c.add, got, c.want)
		}
	}
}

// TestBatchMessages looks at what was added.
func TestBatchMessages(t *testing.T) {
	b := batcher.NewBatch(4, 10)
	for _, m := range []string{"one", "", "three", "four!"} {
		b.Add([]byte(m))
	}
	if got, want := show(b), `["one" "" "three"]`; got != want {
		t.Fatalf("the messages are those that fitted, in their order, and an empty message is one of them: a datagram may be empty\ninput: \"one\", \"\", \"three\", and \"four!\", into 10 bytes\ngot: %s\nwant: %s", got, want)
	}
}

// TestBatchCopies writes into a message that was added.
func TestBatchCopies(t *testing.T) {
	b := batcher.NewBatch(3, 10)
	m := []byte("hello")
	b.Add(m)
	copy(m, "XXXXX")
	if got, want := show(b), `["hello"]`; got != want {
		t.Fatalf("the caller's slice stays the caller's, and holds the next message soon: a batch copies the bytes, not the slice that points to them\ninput: \"hello\", overwritten after Add\ngot: %s\nwant: %s", got, want)
	}
}

// TestBatchFull asks after each message whether another can fit.
func TestBatchFull(t *testing.T) {
	for _, c := range []struct {
		why, add, want string
	}{
		{"a batch is full with its last message, not with the one after that", "a b c", "[false false true]"},
		{"a batch is full with its last byte too, however few messages it has", "12345 67890", "[false true]"},
		{"that a message did not fit does not make the batch full", "12345 678901", "[false false]"},
	} {
		b := batcher.NewBatch(3, 10)
		var got []bool
		for m := range strings.FieldsSeq(c.add) {
			b.Add([]byte(m))
			got = append(got, b.Full())
		}
		if fmt.Sprint(got) != c.want {
			t.Fatalf("%s\ninput: %s, into a batch of 3 messages and 10 bytes\ngot: %v\nwant: %s", c.why, c.add, got, c.want)
		}
	}
}

// TestBatchReset uses a batch twice.
func TestBatchReset(t *testing.T) {
	b := batcher.NewBatch(3, 10)
	b.Add([]byte("12345"))
	b.Add([]byte("67890"))
	first := b.Messages()[0]
	b.Reset()
	if got := show(b); got != "[]" || b.Full() {
		t.Fatalf("after Reset a batch is empty: no message, and no byte\ngot: %s, Full %v\nwant: [], Full false", got, b.Full())
	}
	if !b.Add([]byte("abcdefghij")) {
		t.Fatalf("after Reset there is room for MaxBytes again: the bytes are counted anew, with the messages\ninput: a full batch, Reset, 10 bytes\ngot: false\nwant: true")
	}
	if got := b.Messages()[0]; unsafe.SliceData(got) != unsafe.SliceData(first) {
		t.Fatalf("Reset is there to use the memory again: a batch allocates once, in NewBatch\ngot: other memory after Reset\nwant: the same")
	}
}
