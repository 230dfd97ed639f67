package batcher_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	batcher "sockbook/ch06-batching/lab"
)

var (
	errNoRoute = errors.New("no route to host")
	errRefused = errors.New("connection refused")
	errTooLong = errors.New("message too long")
)

// taking is a kernel that takes so many messages of each call, and all of the
// later ones.
func taking(ns ...int) func(int, []string) (int, error) {
	return func(call int, batch []string) (int, error) {
		if call < len(ns) {
			return min(ns[call], len(batch)), nil
		}
		return len(batch), nil
	}
}

// refusing is a kernel that stops before a message it cannot send, as
// sendmmsg(2) does, and says why when that one is the first.
func refusing(bad map[string]error) func(int, []string) (int, error) {
	return func(_ int, batch []string) (int, error) {
		for i, m := range batch {
			if err := bad[m]; err != nil && i == 0 {
				return 0, err
			} else if err != nil {
				return i, nil
			}
		}
		return len(batch), nil
	}
}

func batchOf(words string) (all [][]byte) {
	for w := range strings.FieldsSeq(words) {
		all = append(all, []byte(w))
	}
	return all
}

func ignore(int, int, error) {}

// TestSendAllPartial has a kernel take a part of what is offered.
func TestSendAllPartial(t *testing.T) {
	for _, c := range []struct {
		ns   []int
		want string
	}{
		{nil, "a b c d e | 1 calls"},
		{[]int{2}, "a b | c d e | 2 calls"},
		{[]int{2, 1, 1}, "a b | c | d | e | 4 calls"},
	} {
		k := &kernel{take: taking(c.ns...)}
		calls, _ := batcher.SendAll(k, batchOf("a b c d e"), ignore)
		if got := fmt.Sprintf("%s | %d calls", k.sent(), calls); got != c.want {
			t.Fatalf("a call may take a part of what it is offered: the next one offers the rest, no message twice and none never\ninput: a b c d e, to a kernel that takes %v, and then all\ngot: %s\nwant: %s", c.ns, got, c.want)
		}
	}
}

// TestSendAllOffersTheRest looks at what a call is offered.
func TestSendAllOffersTheRest(t *testing.T) {
	k := &kernel{take: taking(2)}
	batcher.SendAll(k, batchOf("a b c d e"), ignore)
	if got := fmt.Sprint(k.calls[0].offered, k.calls[len(k.calls)-1].offered); got != "[a b c d e] [c d e]" {
		t.Fatalf("each call is offered all that is left: a batch that is cut smaller costs more calls\ninput: a b c d e, to a kernel that takes 2 and then all\ngot: first and last call %s\nwant: [a b c d e] [c d e]", got)
	}
}

// TestSendAllRefused has a kernel refuse single messages.
func TestSendAllRefused(t *testing.T) {
	for _, c := range []struct {
		batch string
		want  string
	}{
		{"a BAD c", "[{1 no route to host}], sent a | BAD | c"},
		{"BAD b", "[{0 no route to host}], sent BAD | b"},
		{"a BAD WORSE d", "[{1 no route to host} {2 message too long}], sent a | BAD | WORSE | d"},
		{"a BAD", "[{1 no route to host}], sent a | BAD"},
	} {
		k := &kernel{take: refusing(map[string]error{"BAD": errNoRoute, "WORSE": errTooLong})}
		calls, refused := batcher.SendAll(k, batchOf(c.batch), ignore)
		if got := fmt.Sprintf("%v, sent %s", refused, k.sent()); got != c.want || calls != len(k.calls) {
			t.Fatalf("an error is that of the first message offered, and of no other: it is told with the index in the batch, and those behind it are sent\ninput: %s\ngot: %s, calls %d\nwant: %s, calls %d", c.batch, got, calls, c.want, len(k.calls))
		}
	}
}

// TestSendAllCompletes completes the parts of a batch, the last one first.
func TestSendAllCompletes(t *testing.T) {
	k := &kernel{take: refusing(map[string]error{"BAD": errNoRoute})}
	var got []string
	batcher.SendAll(k, batchOf("a b BAD d e f"), func(first, n int, err error) {
		got = append(got, fmt.Sprint(first, n, err))
	})
	if got != nil {
		t.Fatalf("that Send has returned means that the messages are the kernel's, not that they are sent: done is called when the kernel calls\ngot: %s before the kernel has said anything\nwant: nothing yet", got)
	}
	k.complete(2, errRefused)
	k.complete(0, nil)
	if fmt.Sprint(got) != "[3 3 connection refused 0 2 <nil>]" {
		t.Fatalf("a completion is that of one call, in any order: done is told where in the batch its messages begin, how many they are, and their error\ninput: a b BAD d e f; the last call is completed first, with an error\ngot: %s\nwant: [3 3 connection refused 0 2 <nil>]", got)
	}
}

// TestSendAllNothing sends no message.
func TestSendAllNothing(t *testing.T) {
	k := &kernel{}
	calls, refused := batcher.SendAll(k, nil, ignore)
	if calls != 0 || len(k.calls) != 0 || refused != nil {
		t.Fatalf("for nothing there is nothing to ask the kernel\ninput: an empty batch\ngot: %d calls, of which the kernel saw %d; refused %v\nwant: 0 calls", calls, len(k.calls), refused)
	}
}
