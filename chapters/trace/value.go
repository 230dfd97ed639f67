package trace

import (
	"errors"
	"strings"
)

var errSyntax = errors.New("not as strace writes it")

// A scanner reads values off the front of a text.
type scanner struct {
	text  string
	at    int
	depth int
}

func (s *scanner) rest() string { return s.text[s.at:] }

func (s *scanner) skip(prefix string) bool {
	if strings.HasPrefix(s.rest(), prefix) {
		s.at += len(prefix)
		return true
	}
	return false
}

func (s *scanner) blanks() {
	for s.skip(" ") {
	}
}

// value reads one value. What stands behind its first part, as in "[16] => 4"
// or "0x1 /* a comment */", counts for Raw alone.
func (s *scanner) value() (Value, error) {
	start := s.at
	v, err := s.part()
	if err != nil {
		return Value{}, err
	}
	for s.at < len(s.text) && !strings.ContainsRune(",)]}", rune(s.text[s.at])) {
		if s.skip("/*") {
			end := strings.Index(s.rest(), "*/")
			if end < 0 {
				return Value{}, errSyntax
			}
			s.at += end + len("*/")
			continue
		}
		before := s.at
		if _, err := s.part(); err != nil {
			return Value{}, err
		}
		if s.at == before {
			s.at++ // an operator
		}
	}
	v.Raw = strings.TrimRight(s.text[start:s.at], " ")
	return v, nil
}

// part reads a string, a list, a structure, a call of a function, or a word;
// of anything else nothing.
func (s *scanner) part() (v Value, err error) {
	switch start := s.at; {
	case s.skip(`@"`), s.skip(`"`):
		if v, err = s.quoted(); s.text[start] == '@' {
			v.Text = "@" + v.Text
		}
		return v, err
	case s.skip("["):
		v.Kind = List
		v.Items, err = s.fields("]")
		return v, err
	case s.skip("{"):
		v.Kind = Struct
		v.Items, err = s.fields("}")
		return v, err
	}
	return s.word()
}

// word reads a number, a constant, or a function and its arguments; with a
// number the target of the descriptor that it is.
func (s *scanner) word() (v Value, err error) {
	start := s.at
	for s.at < len(s.text) && !strings.ContainsRune(` ,()[]{}<"`, rune(s.text[s.at])) {
		s.at++
	}
	v.Text = s.text[start:s.at]
	switch {
	case v.Text == "":
		return v, nil
	case s.skip("("):
		v.Kind = Apply
		v.Items, err = s.fields(")")
		return v, err
	case strings.HasPrefix(s.rest(), "<") && !strings.HasPrefix(s.rest(), "<<") && isNumber(v.Text):
		v.Path, err = s.target()
	}
	return v, err
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// target reads "<socket:[4711]>". strace writes a > in a file's name as \76.
func (s *scanner) target() (string, error) {
	start, open := s.at+1, 0
	for ; s.at < len(s.text); s.at++ {
		switch s.text[s.at] {
		case '<':
			open++
		case '>':
			if s.text[s.at-1] == '-' {
				continue // an arrow between two addresses
			}
			if open--; open == 0 {
				s.at++
				return s.text[start : s.at-1], nil
			}
		}
	}
	return "", errSyntax
}
