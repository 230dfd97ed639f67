package ping_test

import (
	"encoding/binary"
	"errors"
	"net/netip"
	"testing"

	ping "sockbook/ch05-raw/lab"
)

// TestProblem reads captured errors that quote a request.
func TestProblem(t *testing.T) {
	for _, tt := range []struct {
		what, packet string
		want         ping.Problem
	}{
		{"type 11, code 0", exceeded, ping.Problem{Kind: ping.TimeExceeded, Code: 0, To: there, ID: capturedID, Seq: 1}},
		{"type 3, code 1", noHost, ping.Problem{Kind: ping.Unreachable, Code: 1, To: netip.MustParseAddr("198.51.100.77"), ID: capturedID, Seq: 1}},
		{"type 11, quoting a header with options", withOpts, ping.Problem{Kind: ping.TimeExceeded, Code: 0, To: there, ID: capturedID, Seq: 1}},
	} {
		got, err := ping.ParseProblem(messageOf(tt.packet), router, here)
		if err != nil || got != tt.want {
			t.Fatalf("behind the 8 bytes of an error stands what it is about: an IP header, as long as it says, and our own message\ninput: %s\ngot: %s\nwant: %s", tt.what, problemSays(got, err), problemSays(tt.want, nil))
		}
	}
}

// TestProblem6 reads those of ICMPv6.
func TestProblem6(t *testing.T) {
	for _, tt := range []struct {
		what, message string
		want          ping.Problem
	}{
		{"type 3, code 0", exceeded6, ping.Problem{Kind: ping.TimeExceeded, Code: 0, To: there6, ID: capturedID, Seq: 1}},
		{"type 1, code 0", noRoute6, ping.Problem{Kind: ping.Unreachable, Code: 0, To: netip.MustParseAddr("2001:db8:3::9"), ID: capturedID, Seq: 1}},
	} {
		got, err := ping.ParseProblem(bytesOf(tt.message), router6, here6)
		if err != nil || got != tt.want {
			t.Fatalf("in ICMPv6 1 is unreachable and 3 is time exceeded, and they quote a header of 40 bytes\ninput: %s\ngot: %s\nwant: %s", tt.what, problemSays(got, err), problemSays(tt.want, nil))
		}
	}
}

// requoted is an error with a quote of its first n bytes, changed.
func requoted(w way, n int, change func(quote []byte)) []byte {
	quote, kind := bytesOf(question), byte(11)
	if w.to.Is6() {
		quote, kind = bytesOf(exceeded6)[8:], 3
	}
	change(quote)
	return icmp(kind, 0, 0, quote[:n], w.from, w.to)
}

var errorWays = []way{{router, here}, {router6, here6}}

// headerOf is how long the quoted header is.
func headerOf(w way) int {
	if w.to.Is6() {
		return 40
	}
	return 20
}

// TestProblemShortQuote reads errors of routers that quote as little as they
// may.
func TestProblemShortQuote(t *testing.T) {
	for _, w := range errorWays {
		for _, cut := range []int{8, 9, 15} {
			m := requoted(w, headerOf(w)+cut, func([]byte) {})
			got, err := ping.ParseProblem(m, w.from, w.to)
			if err != nil || got.ID != capturedID || got.Seq != 1 {
				t.Fatalf("8 bytes behind the header are enough: lengths and checksum are those of the whole packet, most of which is missing\ninput: %d bytes behind a quoted header of %d\ngot: %s\nwant: identifier %#04x, number 1", cut, headerOf(w), problemSays(got, err), capturedID)
			}
		}
		for n := range headerOf(w) + 8 {
			m := requoted(w, n, func([]byte) {})
			if got, err := ping.ParseProblem(m, w.from, w.to); !errors.Is(err, ping.ErrTruncated) {
				t.Fatalf("a quote that ends before the sequence number does says nothing\ninput: %d bytes of a quoted packet, %v to %v\ngot: %s\nwant: %v", n, w.from, w.to, problemSays(got, err), ping.ErrTruncated)
			}
		}
	}
	long := requoted(errorWays[0], 45, func(q []byte) { q[0] = 0x4F })
	if got, err := ping.ParseProblem(long, router, here); !errors.Is(err, ping.ErrTruncated) {
		t.Fatalf("a quoted header may say that it is longer than the quote\ninput: a header of 60 bytes, of which 45 are quoted\ngot: %s\nwant: %v", problemSays(got, err), ping.ErrTruncated)
	}
}

// TestProblemRewritten reads quotes of what routers have changed on the way.
func TestProblemRewritten(t *testing.T) {
	for _, w := range errorWays {
		m := requoted(w, headerOf(w)+25, func(q []byte) {
			q[headerOf(w)+2] ^= 0xFF // a translator's work
			if w.to.Is4() {
				q[8], q[10] = 0, 0 // the TTL has been counted down, the checksum not
			}
		})
		if got, err := ping.ParseProblem(m, w.from, w.to); err != nil || got.Seq != 1 {
			t.Fatalf("routers quote the packet as they had it: its checksums need not fit any more\ninput: %v to %v\ngot: %s\nwant: number 1", w.from, w.to, problemSays(got, err))
		}
	}
}

// TestProblemForeign reads errors about packets that are no requests.
func TestProblemForeign(t *testing.T) {
	if got, err := ping.ParseProblem(messageOf(noPort), there, here); !errors.Is(err, ping.ErrForeign) {
		t.Fatalf("a raw socket hears the errors about everything that the host sends\ninput: an error that quotes a datagram of UDP\ngot: %s\nwant: %v", problemSays(got, err), ping.ErrForeign)
	}
	for _, w := range errorWays {
		at := headerOf(w)
		reply, others, protocol := byte(0), byte(128), 9
		if w.to.Is6() {
			reply, others, protocol = 129, 8, 6
		}
		for _, tt := range []struct {
			what   string
			at     int
			change byte
		}{
			{"an echo reply", at, reply},
			{"a request of code 1", at + 1, 1},
			{"a datagram of UDP", protocol, 17},
			{"another version of IP", 0, 0x55},
			{"the other family's request", at, others},
		} {
			m := requoted(w, at+25, func(q []byte) { q[tt.at] = tt.change })
			if got, err := ping.ParseProblem(m, w.from, w.to); !errors.Is(err, ping.ErrForeign) {
				t.Fatalf("what an error quotes has to be a request: everything else is about somebody else's packet\ninput: %s, %v to %v\ngot: %s\nwant: %v", tt.what, w.from, w.to, problemSays(got, err), ping.ErrForeign)
			}
		}
	}
	last := requoted(errorWays[0], 45, func(q []byte) { binary.BigEndian.PutUint16(q[6:], 185) })
	if got, err := ping.ParseProblem(last, router, here); !errors.Is(err, ping.ErrForeign) {
		t.Fatalf("behind the header of a later fragment there is no message, but some bytes of one\ninput: an error that quotes offset 185\ngot: %s\nwant: %v", problemSays(got, err), ping.ErrForeign)
	}
}

// TestProblemChecked reads errors that are broken, or none.
func TestProblemChecked(t *testing.T) {
	for _, w := range errorWays {
		m := requoted(w, headerOf(w)+25, func([]byte) {})
		m[9] ^= 1
		if got, err := ping.ParseProblem(m, w.from, w.to); !errors.Is(err, ping.ErrChecksum) {
			t.Fatalf("the checksum of the error itself covers the quote too\ninput: one bit of it changed, %v to %v\ngot: %s\nwant: %v", w.from, w.to, problemSays(got, err), ping.ErrChecksum)
		}
		for n := range 8 {
			if got, err := ping.ParseProblem(m[:n], w.from, w.to); !errors.Is(err, ping.ErrTruncated) {
				t.Fatalf("an error has a header of 8 bytes, like every message\ninput: %s\ngot: %s\nwant: %v", dump(m[:n]), problemSays(got, err), ping.ErrTruncated)
			}
		}
		quote := m[8:]
		for _, kind := range []byte{0, 2, 4, 5, 8, 12, 128, 129} {
			m := icmp(kind, 0, 0, quote, w.from, w.to)
			if got, err := ping.ParseProblem(m, w.from, w.to); !errors.Is(err, ping.ErrForeign) {
				t.Fatalf("two types say that a packet did not arrive, and all others something else\ninput: type %d, %v to %v\ngot: %s\nwant: %v", kind, w.from, w.to, problemSays(got, err), ping.ErrForeign)
			}
		}
	}
}
