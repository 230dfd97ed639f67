package byhand_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	byhand "sockbook/ch01-bsd-api/lab"
)

// encodes fails with what it shows unless a becomes header and rest.
func encodes(t *testing.T, shows string, l byhand.Layout, a byhand.Unix, rest string) {
	t.Helper()
	got, err := l.EncodeUnix(a)
	want := address(l, l.Unix, []byte(rest))
	if err != nil || !bytes.Equal(got, want) {
		t.Fatalf("%s\ninput: %s, %s\ngot: %q, %v\nwant: %q, <nil>", shows, named(a), l.Name, tail(got), err, tail(want))
	}
}

// refuses fails with what it shows unless EncodeUnix reports want.
func refuses(t *testing.T, shows string, l byhand.Layout, a byhand.Unix, want error) {
	t.Helper()
	got, err := l.EncodeUnix(a)
	if errors.Is(err, want) {
		return
	}
	if err != nil {
		shows = "an error should have a name that its caller can ask for"
	}
	t.Fatalf("%s\ninput: %s, %s\ngot: %d bytes, %v\nwant: %v", shows, named(a), l.Name, len(got), err, want)
}

// decodes fails with what it shows unless header and rest are want. The buffer
// has bytes of an earlier use behind them.
func decodes(t *testing.T, shows string, l byhand.Layout, rest string, want byhand.Unix) {
	t.Helper()
	addr := address(l, l.Unix, []byte(rest))
	got, err := l.DecodeUnix(filled(addr, byhand.Room), len(addr))
	if err != nil || got != want {
		t.Fatalf("%s\ninput: header and %q, %d bytes, %s\ngot: %s, %v\nwant: %s, <nil>",
			shows, tail(addr), len(addr), l.Name, named(got), err, named(want))
	}
}

// named is a.String with a long name cut.
func named(a byhand.Unix) string {
	kind, _, _ := strings.Cut(a.String(), " ")
	return kind + " " + short(a.Name)
}

// tail is the end of a long address, or what follows its header.
func tail(addr []byte) string {
	if len(addr) > 26 {
		return "…" + string(addr[len(addr)-24:])
	}
	return string(addr[min(2, len(addr)):])
}

// TestPathBytes encodes paths.
func TestPathBytes(t *testing.T) {
	for _, l := range layouts {
		a := byhand.Unix{Kind: byhand.Pathname, Name: "/run/echo.sock"}
		got, err := l.EncodeUnix(a)
		shows := "a path stands behind the header, with a 0 behind it"
		switch want := address(l, l.Unix, []byte(a.Name+"\x00")); {
		case err != nil:
			shows = "a path that fits was refused"
		case len(got) == len(want)-1:
			shows = "a path ends with a 0, and the address with that: without it, who reads a C string reads on"
		case len(got) > len(want):
			shows = "an address has as many bytes as its name takes: sun_path is the room for it"
		}
		encodes(t, shows, l, a, a.Name+"\x00")
	}
}

// TestPathBounds encodes the longest path, a longer one, and some that are
// none.
func TestPathBounds(t *testing.T) {
	path := func(name string) byhand.Unix { return byhand.Unix{Kind: byhand.Pathname, Name: name} }
	for _, l := range layouts {
		longest := strings.Repeat("p", l.Path-1)
		encodes(t, "the longest path fills sun_path but for its 0", l, path(longest), longest+"\x00")
		refuses(t, "a path that fills sun_path leaves no room for its 0", l, path(longest+"p"), byhand.ErrTooLong)
		refuses(t, "sun_path is all the room there is: a longer path would be another file's, or nobody's", l, path(longest+"pp"), byhand.ErrTooLong)
		refuses(t, "an empty path is no path: Linux would take it for an abstract name", l, path(""), byhand.ErrName)
		refuses(t, "the kernel reads a path up to its first 0: this one would be the file \"echo\"", l, path("echo\x00.sock"), byhand.ErrName)
	}
}

// TestAbstractBytes encodes abstract names, which Linux alone has.
func TestAbstractBytes(t *testing.T) {
	abstract := func(name string) byhand.Unix { return byhand.Unix{Kind: byhand.Abstract, Name: name} }
	for _, l := range layouts {
		if !l.Abstract {
			refuses(t, "this system has no abstract names, and would take the first byte for the end of a path", l, abstract("echo"), byhand.ErrName)
			continue
		}
		got, err := l.EncodeUnix(abstract("echo"))
		shows := "an abstract name stands behind a 0, which makes it one"
		switch {
		case err == nil && len(got) == 2+5+1 && got[7] == 0:
			shows = "an abstract name ends where the address does: a 0 behind it is part of it, and makes it another"
		case err == nil && len(got) > 2+5:
			shows = "an abstract name ends where the address does: every byte more makes it another"
		}
		encodes(t, shows, l, abstract("echo"), "\x00echo")
		encodes(t, "a 0 in an abstract name is a byte like any other", l, abstract("a\x00b\x00"), "\x00a\x00b\x00")
		encodes(t, "an abstract name of no bytes is one: its address is the 0 alone", l, abstract(""), "\x00")
		longest := strings.Repeat("n", l.Path-1)
		encodes(t, "the longest abstract name fills sun_path, with its 0 in front", l, abstract(longest), "\x00"+longest)
		refuses(t, "sun_path is all the room there is, for the 0 and the name", l, abstract(longest+"n"), byhand.ErrTooLong)
	}
}

// TestPathDecoded reads paths with a 0 behind them, and without.
func TestPathDecoded(t *testing.T) {
	path := func(name string) byhand.Unix { return byhand.Unix{Kind: byhand.Pathname, Name: name} }
	for _, l := range layouts {
		decodes(t, "a path ends at its 0, which is not part of the name", l, "/run/echo.sock\x00", path("/run/echo.sock"))
		decodes(t, "a path ends where the address does, if no 0 comes before: what lies behind it is not the kernel's", l, "/run/echo.sock", path("/run/echo.sock"))
		decodes(t, "a path ends at its first 0, whatever follows", l, "echo\x00.sock\x00", path("echo"))
		full := strings.Repeat("p", l.Path)
		decodes(t, "a path may fill sun_path to its last byte, with no room for a 0", l, full, path(full))
		decodes(t, "Linux counts a 0 even behind a path that fills sun_path: the address is longer than the structure", l, full+"\x00", path(full))
		decodes(t, "a path may be one byte long", l, "p", path("p"))
	}
}

// TestAbstractDecoded reads abstract names, zeros and all.
func TestAbstractDecoded(t *testing.T) {
	for _, l := range layouts {
		if !l.Abstract {
			continue
		}
		for _, c := range []struct{ name, shows string }{
			{"echo", "a 0 in front makes a name abstract, and is not part of it"},
			{"a\x00b", "an abstract name is no C string: a 0 does not end it"},
			{"echo\x00", "an abstract name is no C string: a 0 at its end is part of it"},
			{"", "an address of a 0 alone has an abstract name, of no bytes: it is not unnamed"},
		} {
			decodes(t, c.shows, l, "\x00"+c.name, byhand.Unix{Kind: byhand.Abstract, Name: c.name})
		}
	}
}

// TestUnnamed writes and reads the address of a socket that has no name.
func TestUnnamed(t *testing.T) {
	for _, l := range layouts {
		encodes(t, "an address without a name is its header alone", l, byhand.Unix{}, "")
		refuses(t, "what has a name is not unnamed", l, byhand.Unix{Name: "echo"}, byhand.ErrName)
		decodes(t, "an address that ends with its header has no name: what lies behind it in the buffer is none", l, "", byhand.Unix{})
		if !l.Abstract {
			decodes(t, "where there are no abstract names, a 0 in front means that there is no name", l, strings.Repeat("\x00", 14), byhand.Unix{})
		}
	}
}

// TestUnixBounds reads addresses that are cut, or of another family.
func TestUnixBounds(t *testing.T) {
	for _, l := range layouts {
		addr := address(l, l.Unix, []byte("/run/a/rather/long/path.sock\x00"))
		got, err := l.DecodeUnix(filled(addr, 16), len(addr))
		if !errors.Is(err, byhand.ErrTruncated) {
			t.Fatalf("the length that a kernel reports may be more than it had room to write\ninput: size %d in a buffer of 16 bytes, %s\ngot: %s, %v\nwant: %v",
				len(addr), l.Name, named(got), err, byhand.ErrTruncated)
		}
		got, err = l.DecodeUnix(filled(nil, byhand.Room), 0)
		if !errors.Is(err, byhand.ErrShort) {
			t.Fatalf("a kernel may report no address at all: then the buffer holds what it held before\ninput: size 0, %s\ngot: %s, %v\nwant: %v",
				l.Name, named(got), err, byhand.ErrShort)
		}
		addr = address(l, l.Inet4, raw("1f 90 7f 00 00 01 00 00 00 00 00 00 00 00"))
		got, err = l.DecodeUnix(filled(addr, byhand.Room), len(addr))
		if !errors.Is(err, byhand.ErrFamily) {
			t.Fatalf("a port is not a path: the family comes first\ninput: %s, %s\ngot: %s, %v\nwant: %v", dump(addr), l.Name, named(got), err, byhand.ErrFamily)
		}
	}
}
