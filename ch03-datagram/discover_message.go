package datagram

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// An inquiry is sent to a group: "ask 2 lamp printer", who is there besides
// those. The number tells a question that was sent again from a new one.
//
// Here it counts. On a network it is drawn by chance, for an answer must show
// that its sender has seen the question.
type inquiry struct {
	id    uint64
	known []string
}

// A presence is sent to who asked: "am 2 speaker 5004".
type presence struct {
	id   uint64
	name string
	port int
}

func (q inquiry) String() string {
	return strings.Join(append([]string{"ask", strconv.FormatUint(q.id, 10)}, q.known...), " ")
}

func (a presence) String() string { return fmt.Sprintf("am %d %s %d", a.id, a.name, a.port) }

// parseInquiry reports whether text is one: a group's port is open to all.
func parseInquiry(text string) (q inquiry, ok bool) {
	words := strings.Fields(text)
	if len(words) < 2 || words[0] != "ask" {
		return q, false
	}
	id, err := strconv.ParseUint(words[1], 10, 64)
	return inquiry{id: id, known: words[2:]}, err == nil
}

// parsePresence reports whether text is one. A name is letters only: it is
// shown to people, whose terminals obey what strangers could write into it.
func parsePresence(text string) (a presence, ok bool) {
	words := strings.Fields(text)
	if len(words) != 4 || words[0] != "am" {
		return a, false
	}
	id, err := strconv.ParseUint(words[1], 10, 64)
	if err != nil {
		return a, false
	}
	name := words[2]
	if strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) }) {
		return a, false
	}
	port, err := strconv.ParseUint(words[3], 10, 16)
	return presence{id: id, name: name, port: int(port)}, err == nil
}
