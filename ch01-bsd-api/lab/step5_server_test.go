package byhand_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall"
	"testing"

	byhand "sockbook/ch01-bsd-api/lab"
)

// anywhere is 127.0.0.1 and a port that the system chooses, and chosen what it
// has chosen in these tests.
var (
	anywhere = byhand.Inet4{IP: [4]byte{127, 0, 0, 1}}
	chosen   = byhand.Inet4{IP: [4]byte{127, 0, 0, 1}, Port: 40123}
)

// listening makes a sham that is going to listen at chosen.
func listening(t *testing.T, l byhand.Layout, fails map[string][]error) *sham {
	s := script(t, nil, fails)
	s.name = address(l, l.Inet4, raw("9c bb 7f 00 00 01 00 00 00 00 00 00 00 00"))
	return s
}

// TestListen reads the calls that Listen makes, in order, with what they say.
func TestListen(t *testing.T) {
	for _, l := range layouts {
		s := listening(t, l, nil)
		fd, at, err := byhand.Listen(s, l, anywhere)
		want := []string{
			fmt.Sprintf("socket(%d, %d, 0)", l.Inet4, syscall.SOCK_STREAM),
			"bind(3, " + dump(address(l, l.Inet4, raw("00 00 7f 00 00 01 00 00 00 00 00 00 00 00"))) + ")",
			fmt.Sprintf("listen(3, %d)", syscall.SOMAXCONN),
		}
		shows := ""
		switch {
		case err != nil:
			shows = "every call succeeded, and Listen did not"
		case len(s.args) != 4 || !slices.Equal(s.calls, []string{"socket", "bind", "listen", "getsockname"}):
			shows = "a listener is made by socket, bind and listen, in this order, and getsockname says where it is"
		case !slices.Equal(s.args[:2], want[:2]):
			shows = "socket takes the family of the address, and bind its bytes"
		case s.args[2] != want[2]:
			shows = "the backlog is how many peers may wait while you serve one: ask for SOMAXCONN"
		case fd != 3:
			shows = "the listener is what socket returned"
		case at.Port == 0:
			shows = "port 0 is a wish: which port it became, the socket's name says"
		case at != chosen:
			shows = "the address of the listener is the one that getsockname gives"
		default:
			s.closes("calls that all succeed")
			continue
		}
		t.Fatalf("%s\ninput: %v, %s\ngot: %d, %v, %v; calls %s\nwant: 3, %v, <nil>; calls %s getsockname(3, …)",
			shows, anywhere, l.Name, fd, at, err, list(s.args), chosen, list(want))
	}
}

// TestListenGivesBack has each call of Listen fail, and looks for the socket.
func TestListenGivesBack(t *testing.T) {
	for _, c := range []struct {
		call  string
		errno error
		due   []byhand.Socket
	}{
		{"socket", syscall.EMFILE, nil},
		{"bind", syscall.EADDRINUSE, []byhand.Socket{3}},
		{"listen", syscall.EADDRINUSE, []byhand.Socket{3}},
		{"getsockname", syscall.ENOBUFS, []byhand.Socket{3}},
	} {
		s := listening(t, byhand.Linux, map[string][]error{c.call: {c.errno}})
		_, _, err := byhand.Listen(s, byhand.Linux, anywhere)
		kept(t, s, err, c.errno, c.call, 1)
		s.closes(fmt.Sprintf("%s fails with %q", c.call, c.errno), c.due...)
	}
	s := listening(t, byhand.Linux, nil)
	s.name = nil
	if _, _, err := byhand.Listen(s, byhand.Linux, anywhere); !errors.Is(err, byhand.ErrShort) {
		t.Fatalf("an address that cannot be read is not to be made up: DecodeInet4's error is Listen's\ninput: getsockname gives 0 bytes\ngot: %v\nwant: %v",
			err, byhand.ErrShort)
	}
	s.closes("getsockname gives 0 bytes", 3)
}

// TestEcho sends pieces, and waits for each to come back.
func TestEcho(t *testing.T) {
	large := strings.Repeat("0123456789abcdef", 300)
	for _, c := range []struct {
		in   []string
		take int
	}{{[]string{"hello"}, 0}, {[]string{"one", "and", "another"}, 0}, {[]string{"some at", "a time"}, 3}, {[]string{large}, 100}, {nil, 0}} {
		e := &end{in: slices.Clone(c.in), take: c.take}
		s := script(t, e, nil)
		err := byhand.Echo(s, 3)
		want := strings.Join(c.in, "")
		shows := ""
		switch {
		case err != nil:
			shows = "a peer that ends its direction has ended well"
		case len(e.out) < len(e.came):
			shows = "a send may take fewer bytes than it is given: what the peer sent did not all come back"
		case e.came != want:
			shows = "one recv is not all that a peer sends: go on until it says 0"
		case strings.Contains(e.out, string([]byte{stale})) || len(e.out) > len(want):
			shows = "recv says how much of the buffer is the peer's: the rest is what was there before"
		case e.out != want:
			shows = "what comes back is what was sent, in its order"
		case e.late:
			t.Fatalf("a peer that waits for its answer sends no more: answer before you wait\ninput: %s, pieces: %d\ngot: calls %s\nwant: send after each recv",
				short(want), len(c.in), list(s.args))
		default:
			s.closes("a connection that is its caller's")
			continue
		}
		t.Fatalf("%s\ninput: %s, pieces: %d\ngot: %s, %v; calls %s\nwant: %s, <nil>", shows, short(want), len(c.in), short(e.out), err, list(s.args), short(want))
	}
	for call, errno := range map[string]error{"recv": syscall.ECONNRESET, "send": syscall.EPIPE} {
		s := script(t, &end{in: []string{"one", "two"}}, map[string][]error{call: {errno}})
		kept(t, s, byhand.Echo(s, 3), errno, call, 1)
	}
}

// serve runs Serve on a listener, 3, to which these come.
func serve(t *testing.T, fails map[string][]error, arriving ...*end) (*sham, error) {
	t.Helper()
	s := script(t, &end{}, fails)
	s.arriving = arriving
	return s, byhand.Serve(s, 3)
}

// TestServeGoesOn has accept interrupted, and connections gone before it.
func TestServeGoesOn(t *testing.T) {
	for _, errno := range []error{byhand.Interrupted, byhand.Aborted} {
		one, two := &end{in: []string{"one"}}, &end{in: []string{"two"}}
		s, err := serve(t, map[string][]error{"accept": {errno, nil, errno, errno, nil}}, one, two)
		if one.out == "one" && two.out == "two" {
			kept(t, s, err, syscall.EBADF, "accept", 6)
			continue
		}
		shows := "a signal that comes while accept waits is no reason to stop: make the call again"
		if errno == byhand.Aborted {
			shows = "a peer that gave up before accept is that peer's matter: the next one waits"
		}
		t.Fatalf("%s\ninput: accept fails with %q now and then, and two peers come\ngot: %q and %q back, %v\nwant: \"one\" and \"two\" back",
			shows, errno, one.out, two.out, err)
	}
}

// TestServeStops has accept fail for good.
func TestServeStops(t *testing.T) {
	for _, errno := range []error{syscall.EMFILE, syscall.EBADF, syscall.EINVAL} {
		s, err := serve(t, map[string][]error{"accept": {nil, errno}}, &end{in: []string{"one"}}, &end{})
		kept(t, s, err, errno, "accept", 2)
		s.closes("accept fails for good", 4)
	}
}

// TestServeCloses serves some peers, two of whom vanish.
func TestServeCloses(t *testing.T) {
	ends := make([]*end, 4)
	for i := range ends {
		ends[i] = &end{in: []string{"hello"}}
	}
	s, err := serve(t, map[string][]error{
		"recv": {nil, nil, syscall.ECONNRESET},
		"send": {nil, syscall.EPIPE},
	}, ends...)
	const input = "four peers, of whom the second and the third vanish"
	if ends[0].out != "hello" || ends[3].out != "hello" {
		t.Fatalf("what goes wrong with one peer is no matter of the next: each one is answered\ninput: %s\ngot: %q and %q, %v\nwant: \"hello\" for the first and the last",
			input, ends[0].out, ends[3].out, err)
	}
	s.closes(input, 4, 5, 6, 7)
	for i, call := range s.calls[1:] {
		if call == "accept" && s.calls[i] != "close" {
			t.Fatalf("a connection is closed when it is served, not when the server is: the peer waits for the end\ninput: %s\ngot: calls %s\nwant: close before the next accept",
				input, list(s.args))
		}
	}
}
