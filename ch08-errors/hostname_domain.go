package sockerrors

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// A forbidden character is one that no host's name has.
type forbidden rune

func (f forbidden) Error() string { return fmt.Sprintf("%q is not a letter, digit or hyphen", rune(f)) }

// canonicalDomain checks a domain name against the rules for hosts (RFC 1123
// section 2.1), which are narrower than the DNS's own: that takes any bytes
// (RFC 2181 section 11).
func canonicalDomain(s string) (string, error) {
	name := strings.TrimSuffix(s, ".") // the root's; with it a name is absolute
	name, err := asciiDomain(name)
	if err != nil {
		return "", err
	}
	// A message has 255 bytes for a name (RFC 1035 section 2.3.4): a length
	// before each label, and the root's, which is 0.
	if len(name)+2 > 255 {
		return "", fmt.Errorf("%d bytes; a name has 253 at most", len(name))
	}
	labels := strings.Split(name, ".")
	for _, label := range labels {
		if err := checkLabel(label); err != nil {
			return "", err
		}
	}
	// No top-level domain is a number, so that a name is never taken for an
	// address, nor 127.1 for a name (RFC 1123 section 2.1).
	if isNumber(labels[len(labels)-1]) {
		return "", errors.New("ends in a number, and not an IPv4 address")
	}
	return name, nil
}

// asciiDomain is the name in lower case. Labels that are not ASCII become
// A-labels, which begin with xn-- (RFC 5891, by the mapping of UTS 46).
func asciiDomain(name string) (string, error) {
	ascii := strings.ToLower(name)
	if !strings.Contains(ascii, "xn--") && isASCII(name) {
		return ascii, nil
	}
	if !utf8.ValidString(name) {
		return "", errors.New("not UTF-8")
	}
	ascii, err := idna.Lookup.ToASCII(name)
	if err != nil {
		return "", fmt.Errorf("not a name by IDNA: %w", err)
	}
	return strings.TrimSuffix(ascii, "."), nil
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= 0x80 }) == -1
}

// checkLabel checks one part between dots.
func checkLabel(label string) error {
	for _, r := range label {
		letter := 'a' <= r && r <= 'z'
		digit := '0' <= r && r <= '9'
		if !letter && !digit && r != '-' {
			return forbidden(r)
		}
	}
	switch {
	case label == "":
		return errors.New("an empty label")
	case len(label) > 63: // its length has six bits (RFC 1035 section 2.3.4)
		return fmt.Errorf("a label of %d bytes; it has 63 at most", len(label))
	case label[0] == '-' || label[len(label)-1] == '-':
		return errors.New("a hyphen at a label's end")
	}
	return nil
}

// isNumber tells whether inet_aton(3) would read the label as a number.
func isNumber(label string) bool {
	if hex, ok := strings.CutPrefix(label, "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(label, "0123456789") == ""
}
