package failure_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	failure "sockbook/ch08-errors/lab"
)

// named is what a system calls one of its numbers.
type named struct {
	system failure.System
	number int
	names  []string
}

func (n named) check(t *testing.T, shows string) {
	t.Helper()
	if got := failure.Names(n.system, n.number); !slices.Equal(got, n.names) {
		t.Fatalf("%s\ninput: Names(%s, %d)\ngot: %q\nwant: %q", shows, n.system, n.number, got, n.names)
	}
}

// TestNames asks for the name of a number that each system has for another
// failure.
func TestNames(t *testing.T) {
	for _, n := range []named{
		{failure.Linux, 111, []string{"ECONNREFUSED"}},
		{failure.Darwin, 61, []string{"ECONNREFUSED"}},
		{failure.Linux, 61, []string{"ENODATA"}},
		{failure.Darwin, 102, []string{"EOPNOTSUPP"}},
		{failure.Linux, 102, []string{"ENETRESET"}},
		{failure.Linux, 4, []string{"EINTR"}},
	} {
		n.check(t, "a number means nothing without its system: each has a list of its own")
	}
	for _, n := range []named{
		{failure.Winsock, 10061, []string{"WSAECONNREFUSED"}},
		{failure.Winsock, 995, []string{"WSA_OPERATION_ABORTED"}},
	} {
		n.check(t, "Winsock has names of its own too, and no number below 10000 but for a few")
	}
}

// TestTwoNames asks for numbers that two failures share.
func TestTwoNames(t *testing.T) {
	for _, n := range []named{
		{failure.Linux, 11, []string{"EAGAIN", "EWOULDBLOCK"}},
		{failure.Darwin, 35, []string{"EAGAIN", "EWOULDBLOCK"}},
		{failure.Winsock, 10035, []string{"WSAEWOULDBLOCK"}},
		{failure.Linux, 95, []string{"EOPNOTSUPP", "ENOTSUP"}},
		{failure.Darwin, 45, []string{"ENOTSUP"}},
	} {
		n.check(t, "one number may have two names, and be two failures on the next system: the first row that fits is not all")
	}
}

// TestNoName asks for numbers that a system does not have.
func TestNoName(t *testing.T) {
	for _, s := range failure.Systems {
		named{s, 0, nil}.check(t, "0 is success on every system; in the table it stands where a system has no number")
	}
	for _, n := range []named{
		{failure.Linux, 10061, nil}, {failure.Darwin, 111, nil}, {failure.Winsock, 111, nil},
		{failure.Winsock, 61, nil}, {failure.Linux, -111, nil}, {failure.Linux, 9999, nil},
	} {
		n.check(t, "this system has no such number, and a name that it did not mean misleads more than none")
	}
}

// TestMeanings asks what a number means when its system is not known.
func TestMeanings(t *testing.T) {
	linux := func(names ...string) failure.Meaning { return failure.Meaning{System: failure.Linux, Names: names} }
	darwin := func(names ...string) failure.Meaning { return failure.Meaning{System: failure.Darwin, Names: names} }
	for _, c := range []struct {
		number int
		want   []failure.Meaning
	}{
		{61, []failure.Meaning{linux("ENODATA"), darwin("ECONNREFUSED")}},
		{102, []failure.Meaning{linux("ENETRESET"), darwin("EOPNOTSUPP")}},
		{35, []failure.Meaning{darwin("EAGAIN", "EWOULDBLOCK")}},
		{10054, []failure.Meaning{{System: failure.Winsock, Names: []string{"WSAECONNRESET"}}}},
		{0, nil},
		{9999, nil},
	} {
		got := failure.Meanings(c.number)
		if len(got) == len(c.want) && (len(got) == 0 || reflect.DeepEqual(got, c.want)) {
			continue
		}
		t.Fatalf("without its system a number may mean several things: tell all of them, and nothing of systems that do not have it\ninput: Meanings(%d)\ngot: %v\nwant: %v",
			c.number, got, c.want)
	}
}

// translated is a number of a system that another one has numbers for.
type translated struct {
	number   int
	from, to failure.System
	want     []int
}

func (c translated) check(t *testing.T, shows string) {
	t.Helper()
	got, err := failure.Translate(c.number, c.from, c.to)
	if err != nil || !slices.Equal(got, c.want) {
		t.Fatalf("%s\ninput: Translate(%d, %s, %s)\ngot: %v, %v\nwant: %v, <nil>", shows, c.number, c.from, c.to, got, err, c.want)
	}
}

// TestTranslateToWinsock meets the rule WSA = 10000 + errno, where it holds
// and where it does not.
func TestTranslateToWinsock(t *testing.T) {
	for _, c := range []translated{
		{4, failure.Linux, failure.Winsock, []int{10004}},
		{61, failure.Darwin, failure.Winsock, []int{10061}},
		{111, failure.Linux, failure.Winsock, []int{10061}},
		{104, failure.Linux, failure.Winsock, []int{10054}},
		{102, failure.Darwin, failure.Winsock, []int{10045}},
	} {
		c.check(t, "Winsock added 10000 to the numbers of 4.3BSD: Linux has its own from 35 on, and macOS has changed one since")
	}
}

// TestTranslateEverything translates each number of the table to each system.
func TestTranslateEverything(t *testing.T) {
	for _, from := range failure.Systems {
		for _, to := range failure.Systems {
			for i := range failure.Table {
				_, n := failure.Table[i].On(from)
				_, twin := failure.Table[i].On(to)
				if n == 0 || twin == 0 {
					continue
				}
				if got, err := failure.Translate(n, from, to); !slices.Contains(got, twin) {
					t.Fatalf("a translation goes by the row, from any system to any other\ninput: Translate(%d, %s, %s)\ngot: %v, %v\nwant: %d among them, <nil>",
						n, from, to, got, err, twin)
				}
			}
		}
	}
}

// TestTranslateTwoFailures translates numbers that two failures share.
func TestTranslateTwoFailures(t *testing.T) {
	translated{95, failure.Linux, failure.Darwin, []int{102, 45}}.check(t, "two failures share that number, and the other system tells them apart: both are translations")
	translated{11, failure.Linux, failure.Winsock, []int{10035}}.check(t, "two failures share that number, and the other system has only the second: the first row that fits is not all")
	translated{11, failure.Linux, failure.Darwin, []int{35}}.check(t, "two failures share that number on both systems: a number is told once")
}

// TestNoTwin translates failures that only one of the systems has.
func TestNoTwin(t *testing.T) {
	for _, c := range []translated{
		{32, failure.Linux, failure.Winsock, nil}, {1, failure.Darwin, failure.Winsock, nil},
		{10093, failure.Winsock, failure.Linux, nil}, {995, failure.Winsock, failure.Darwin, nil},
	} {
		got, err := failure.Translate(c.number, c.from, c.to)
		if errors.Is(err, failure.ErrNoTwin) && len(got) == 0 {
			continue
		}
		shows := "what the other system does not have it cannot report: there is no number for it, not even 0"
		if err != nil && len(got) == 0 {
			shows = "that a failure has no twin is known, and has a name, ErrNoTwin: it is not that the number is unknown"
		}
		t.Fatalf("%s\ninput: Translate(%d, %s, %s)\ngot: %v, %v\nwant: none, and an error that wraps ErrNoTwin", shows, c.number, c.from, c.to, got, err)
	}
}

// TestUnknownNumber translates numbers that a system does not have.
func TestUnknownNumber(t *testing.T) {
	for _, c := range []translated{
		{9999, failure.Linux, failure.Winsock, nil}, {0, failure.Linux, failure.Darwin, nil},
		{111, failure.Darwin, failure.Winsock, nil}, {10061, failure.Linux, failure.Winsock, nil},
	} {
		got, err := failure.Translate(c.number, c.from, c.to)
		var unknown *failure.UnknownError
		shows := "a number that nobody has defined has no translation: do not compute one"
		switch {
		case err == nil || len(got) > 0:
		case !errors.As(err, &unknown):
			shows = "that a number is unknown is an *UnknownError, so that a caller can tell it from a failure without a twin"
		case *unknown != failure.UnknownError{System: c.from, Number: c.number}:
			shows = "an *UnknownError says which number is unknown, and to which system"
		default:
			continue
		}
		t.Fatalf("%s\ninput: Translate(%d, %s, %s)\ngot: %v, %v\nwant: none, %v", shows, c.number, c.from, c.to, got, err,
			fmt.Sprintf("an *UnknownError of %s and %d", c.from, c.number))
	}
}
