package trace

import "strings"

// escapes are the letters behind a backslash that stand for a control
// character, as in C.
var escapes = map[byte]byte{'n': '\n', 't': '\t', 'r': '\r', 'v': '\v', 'f': '\f', '"': '"', '\\': '\\'}

// quoted reads a string from behind its opening quote, with the dots behind
// it that say that it goes on.
func (s *scanner) quoted() (Value, error) {
	var b strings.Builder
	for s.at < len(s.text) {
		c := s.text[s.at]
		s.at++
		switch c {
		case '"':
			return Value{Kind: String, Text: b.String(), Cut: s.skip("...")}, nil
		case '\\':
			if err := s.escape(&b); err != nil {
				return Value{}, err
			}
		default:
			b.WriteByte(c)
		}
	}
	return Value{}, errSyntax
}

// escape reads what follows a backslash: a letter, one to three octal digits,
// or x and two hexadecimal ones.
func (s *scanner) escape(b *strings.Builder) error {
	if s.at == len(s.text) {
		return errSyntax
	}
	if c, ok := escapes[s.text[s.at]]; ok {
		s.at++
		return b.WriteByte(c)
	}
	base, digits := 8, 3
	if s.skip("x") {
		base, digits = 16, 2
	}
	n, read := 0, 0
	for ; read < digits && s.at < len(s.text); read++ {
		d := strings.IndexByte("0123456789abcdef"[:base], s.text[s.at])
		if d < 0 {
			break
		}
		n = n*base + d
		s.at++
	}
	if read == 0 || n > 0xff {
		return errSyntax
	}
	return b.WriteByte(byte(n))
}
