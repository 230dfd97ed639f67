package raw

import "fmt"

// Truncated is the error of a header that is not all there.
type Truncated struct {
	Header     string // "IPv4 header"
	Need, Have int    // bytes
}

func (t Truncated) Error() string {
	return fmt.Sprintf("%s: %d bytes needed, %d there", t.Header, t.Need, t.Have)
}

// Malformed is the error of a header that contradicts itself.
type Malformed struct{ Header, Why string }

func (m Malformed) Error() string { return m.Header + ": " + m.Why }

// atLeast says whether b holds so many bytes of a header.
func atLeast(header string, b []byte, need int) error {
	if len(b) < need {
		return Truncated{header, need, len(b)}
	}
	return nil
}
