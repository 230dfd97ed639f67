package trace

import "strings"

// maxDepth bounds how deep values may be nested. The deepest that strace
// prints, netlink's attributes, stay below 20.
const maxDepth = 64

// fields reads "a, name=b, …" up to and with the closing bracket.
func (s *scanner) fields(closing string) ([]Field, error) {
	if s.depth++; s.depth > maxDepth {
		return nil, errSyntax
	}
	defer func() { s.depth-- }()
	var fields []Field
	for {
		s.blanks()
		if s.skip(closing) {
			return fields, nil
		}
		if s.at == len(s.text) {
			return nil, errSyntax
		}
		before := s.at
		f := Field{Name: s.name()}
		var err error
		if f.Value, err = s.value(); err != nil {
			return nil, err
		}
		fields = append(fields, f)
		s.blanks()
		if !s.skip(",") && s.at == before {
			return nil, errSyntax // another bracket's end
		}
	}
}

// name reads the "name=" of a field, if there is one.
func (s *scanner) name() string {
	i := s.at
	for i < len(s.text) && isNameByte(s.text[i]) {
		i++
	}
	if i == s.at || i == len(s.text) || s.text[i] != '=' || strings.HasPrefix(s.text[i:], "==") || strings.HasPrefix(s.text[i:], "=>") {
		return ""
	}
	name := s.text[s.at:i]
	s.at = i + 1
	return name
}

func isNameByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
