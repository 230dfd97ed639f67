package byhand_test

import (
	"fmt"
	"slices"
	"strings"
	"syscall"
	"testing"

	byhand "sockbook/ch01-bsd-api/lab"
)

// TestDial reads the calls that Dial makes, in order, with what they say.
func TestDial(t *testing.T) {
	for _, l := range layouts {
		s := script(t, nil, nil)
		fd, err := byhand.Dial(s, l, chosen)
		want := []string{
			fmt.Sprintf("socket(%d, %d, 0)", l.Inet4, syscall.SOCK_STREAM),
			"connect(3, " + dump(address(l, l.Inet4, raw("9c bb 7f 00 00 01 00 00 00 00 00 00 00 00"))) + ")",
		}
		shows := ""
		switch {
		case err != nil || fd != 3:
			shows = "every call succeeded, and Dial did not return the socket"
		case slices.Contains(s.calls, "bind"):
			shows = "a client needs no bind: connect finds an address of its own and a port that is free"
		case !slices.Equal(s.args, want):
			shows = "a connection is made by socket and connect, with the family and the bytes of the address"
		default:
			s.closes("calls that all succeed")
			continue
		}
		t.Fatalf("%s\ninput: %v, %s\ngot: %d, %v; calls %s\nwant: 3, <nil>; calls %s", shows, chosen, l.Name, fd, err, list(s.args), list(want))
	}
}

// TestDialGivesBack has each call of Dial fail, and looks for the socket.
func TestDialGivesBack(t *testing.T) {
	for _, c := range []struct {
		call  string
		errno error
		due   []byhand.Socket
	}{
		{"socket", syscall.EMFILE, nil},
		{"connect", syscall.ECONNREFUSED, []byhand.Socket{3}},
		{"connect", byhand.Interrupted, []byhand.Socket{3}},
	} {
		s := script(t, nil, map[string][]error{c.call: {c.errno}})
		_, err := byhand.Dial(s, byhand.Linux, chosen)
		if n := s.made("connect"); n > 1 {
			t.Fatalf("a connect that was interrupted goes on by itself: a second one on the same socket is refused, or waits\ninput: connect fails with %q\ngot: %d times connect\nwant: 1, and its error",
				c.errno, n)
		}
		kept(t, s, err, c.errno, c.call, 1)
		s.closes(fmt.Sprintf("%s fails with %q", c.call, c.errno), c.due...)
	}
}

// TestAsk has the answer come in pieces, after the end of the question.
func TestAsk(t *testing.T) {
	for _, in := range [][]string{{"hello"}, {"h", "el", "lo"}, {strings.Repeat("long ", 1000)}, nil} {
		want := strings.Join(in, "")
		e := &end{in: slices.Clone(in), take: 3, after: true}
		s := script(t, e, nil)
		got, err := byhand.Ask(s, 3, "a question")
		shows := ""
		switch {
		case s.closed[3] > 0:
			shows = "close ends both directions, and the answer is lost; shutdown ends yours, and conn is your caller's"
		case e.out != "a question":
			shows = "a send may take fewer bytes than it is given: the peer heard a part of the question"
		case err != nil:
			shows = "a peer that ends its direction has ended well"
		case len(got) < len(want):
			shows = "one recv is not the answer: go on until it says 0"
		case got != want:
			shows = "recv says how much of the buffer is the peer's: the rest is what was there before"
		default:
			s.closes("a connection that is its caller's")
			continue
		}
		t.Fatalf("%s\ninput: the answer's pieces: %d\ngot: %s, %v, after %q\nwant: %s, <nil>", shows, len(in), short(got), err, e.out, short(want))
	}
}

// TestAskKeepsTheError has a call of Ask fail.
func TestAskKeepsTheError(t *testing.T) {
	for _, c := range []struct {
		call  string
		fails []error
		want  string
	}{
		{"send", []error{syscall.EPIPE}, ""},
		{"shutdown", []error{syscall.ENOTCONN}, ""},
		{"recv", []error{nil, syscall.ECONNRESET}, "half of "},
	} {
		s := script(t, &end{in: []string{"half of ", "it"}, after: c.call == "recv"}, map[string][]error{c.call: c.fails})
		got, err := byhand.Ask(s, 3, "a question")
		errno := c.fails[len(c.fails)-1]
		kept(t, s, err, errno, c.call, len(c.fails))
		if got != c.want {
			t.Fatalf("an answer that breaks off is worth what came of it\ninput: %s fails with %q\ngot: %q\nwant: %q", c.call, errno, got, c.want)
		}
	}
}
