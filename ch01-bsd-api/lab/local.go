package byhand

import (
	"bytes"
	"fmt"
	"strings"
)

// EncodeUnix makes the bytes of a sockaddr_un, as many as the name takes and
// no more:
//
//	Pathname   header, the path, a 0
//	Abstract   header, a 0, the name
//	Unnamed    the header alone
//
// Header aside, that is at most l.Path bytes, with the 0.
//
// Errors: ErrTooLong if it were more; ErrName for a path that is empty or has
// a 0 in it, for an abstract name where l has none, and for a Name of what is
// Unnamed.
func (l Layout) EncodeUnix(a Unix) ([]byte, error) {
	// BEGIN SOLUTION: see that the name can be, then header and name
	name := ""
	switch a.Kind {
	case Pathname:
		if a.Name == "" || strings.Contains(a.Name, "\x00") {
			return nil, fmt.Errorf("the path %q: %w", a.Name, ErrName)
		}
		name = a.Name + "\x00"
	case Abstract:
		if !l.Abstract {
			return nil, fmt.Errorf("an abstract name on %s: %w", l.Name, ErrName)
		}
		name = "\x00" + a.Name
	default:
		if a.Name != "" {
			return nil, fmt.Errorf("an unnamed address, %q: %w", a.Name, ErrName)
		}
	}
	if len(name) > l.Path {
		return nil, fmt.Errorf("%d bytes, %d allowed: %w", len(name), l.Path, ErrTooLong)
	}
	raw := make([]byte, HeaderSize+len(name))
	l.PutHeader(raw, l.Unix)
	copy(raw[HeaderSize:], name)
	return raw, nil
	// END SOLUTION
}

// DecodeUnix reads a sockaddr_un that came from the kernel; buf and size are
// Family's. What follows the header says what it is:
//
//	nothing           Unnamed
//	a byte but 0      Pathname, up to the first 0. There may be none: systems
//	                  differ on whether size counts it, and a path may fill
//	                  sun_path to its last byte
//	a 0               Abstract: all that follows, each 0 with it. Where there
//	                  are no abstract names it is Unnamed: a BSD gives 16
//	                  bytes, and they are empty
//
// Errors: Family's, and ErrFamily.
func (l Layout) DecodeUnix(buf []byte, size int) (Unix, error) {
	// BEGIN SOLUTION: check the family, then tell the three kinds apart
	if err := l.expect(buf, size, l.Unix, HeaderSize); err != nil {
		return Unix{}, err
	}
	name := buf[HeaderSize:size]
	switch {
	case len(name) > 0 && name[0] != 0:
		path, _, _ := bytes.Cut(name, []byte{0})
		return Unix{Pathname, string(path)}, nil
	case len(name) > 0 && l.Abstract:
		return Unix{Abstract, string(name[1:])}, nil
	}
	return Unix{}, nil
	// END SOLUTION
}
