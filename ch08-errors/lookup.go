package sockerrors

import (
	"slices"
	"strings"
)

// A Match is one thing that a name or a number may mean.
type Match struct {
	*Entry
	As []Code // the entry's codes that have that name or number
}

// add puts an entry into the table and its indexes.
func (t *parsed) add(e *Entry) {
	t.entries = append(t.entries, e)
	for _, c := range e.Codes {
		if c.HasNumber {
			t.numbers[c.Number] = merge(t.numbers[c.Number], e, c)
		}
		if c.Name != "" {
			exact, loose := strings.ToLower(c.Name), fold(c.Name)
			t.names[exact] = merge(t.names[exact], e, c)
			t.loose[loose] = merge(t.loose[loose], e, c)
		}
	}
}

// merge adds a code to the match of its entry. An entry's codes are added one
// after another, so that its match is the last.
func merge(matches []Match, e *Entry, c Code) []Match {
	if last := len(matches) - 1; last >= 0 && matches[last].Entry == e {
		matches[last].As = append(matches[last].As, c)
		return matches
	}
	return append(matches, Match{e, []Code{c}})
}

// fold makes spellings equal that differ in case, or as ADDRESS_IN_USE and
// AddressInUse do.
func fold(name string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(name))
}

// ByNumber returns what number means to the systems given, or, if none is
// given, to any but [TLSAlert] and [WebError], whose numbers are small and
// rare: one number has many meanings.
func ByNumber(number int64, systems ...System) []Match {
	if len(systems) == 0 {
		systems = loud
	}
	return on(table().numbers[number], systems)
}

// ByName returns what bears the name, in any case, on the systems given, or on
// any system if none is given. If nothing does, underscores, hyphens and
// spaces do not count.
func ByName(name string, systems ...System) []Match {
	if found := on(table().names[strings.ToLower(name)], systems); found != nil {
		return found
	}
	return on(table().loose[fold(name)], systems)
}

// on keeps of matches what concerns the systems.
func on(matches []Match, systems []System) []Match {
	var kept []Match
	for _, m := range matches {
		var as []Code
		for _, c := range m.As {
			if len(systems) == 0 || slices.Contains(systems, c.System) {
				as = append(as, c)
			}
		}
		if len(as) > 0 {
			kept = append(kept, Match{m.Entry, as})
		}
	}
	return kept
}
