// Believes that a path may fill sun_path, and its 0 stand behind it.
//
// Replaces: local.go
// Caught by: TestPathBounds
// Says: leaves no room for its 0

package byhand

import (
	"bytes"
	"fmt"
	"strings"
)

func (l Layout) EncodeUnix(a Unix) ([]byte, error) {
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
	if len(a.Name) > l.Path {
		return nil, fmt.Errorf("%d bytes, %d allowed: %w", len(name), l.Path, ErrTooLong)
	}
	raw := make([]byte, HeaderSize+len(name))
	l.PutHeader(raw, l.Unix)
	copy(raw[HeaderSize:], name)
	return raw, nil
}

func (l Layout) DecodeUnix(buf []byte, size int) (Unix, error) {
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
}
