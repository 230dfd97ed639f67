package sockerrors

import (
	"slices"
	"strings"
)

// A Disagreement is one topic, and who says what of it.
type Disagreement struct {
	Topic  string            `json:"topic"`
	Claims map[string]string `json:"claims"`
}

// Disagreements lists what systems and libraries translate in different ways,
// or use with different meanings.
func Disagreements() []Disagreement { return table().Disagreements }

// Disputes lists the disagreements whose topic names the entry.
func (e *Entry) Disputes() []Disagreement {
	var disputes []Disagreement
	for _, d := range Disagreements() {
		words := strings.FieldsFunc(d.Topic, func(r rune) bool { return strings.ContainsRune(" ,/()", r) })
		if slices.Contains(words, e.Name) || e.POSIX != "" && slices.Contains(words, e.POSIX) {
			disputes = append(disputes, d)
		}
	}
	return disputes
}
