package sockerrors

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// longestQuery is enough for any error message worth asking about, in bytes.
const longestQuery = 1000

// An UnknownError says that the table has nothing of a query.
type UnknownError struct {
	Query string
	Near  []string // names that are a letter or two from it, the nearest first
}

func (e *UnknownError) Error() string {
	return fmt.Sprintf("%.60q is in no line of the table", e.Query)
}

// Hint is what may have been meant.
func (e *UnknownError) Hint() string {
	if len(e.Near) == 0 {
		return "give a number, a name, or either and a system: 111@linux"
	}
	return "did you mean " + strings.Join(e.Near, " or ") + "?"
}

// Lookup finds everything that a query may mean. It takes
//
//   - a name of any system, in any case: ECONNREFUSED, WSAECONNREFUSED,
//     ConnectionRefused, EAI_NONAME, STATUS_CONNECTION_REFUSED
//   - a number, decimal or hexadecimal: 10061, 0x8007274D, and its signed
//     form -2147014835, as Windows often prints it; -111, as Linux returns it
//   - either, and a system: 111@linux, ECONNREFUSED@darwin
//   - a message of this system's: dial tcp: connect: connection refused
//
// The error is an [*UnknownError].
func Lookup(query string) ([]Match, error) {
	if len(query) > longestQuery {
		query = query[:longestQuery]
	}
	text, at, limited := strings.Cut(strings.TrimSpace(query), "@")
	var systems []System
	if limited {
		if systems = systemsNamed(at); systems == nil {
			return nil, &UnknownError{query, nearest(at, systemNames())}
		}
	}
	text = strings.TrimSpace(text)
	matches := ByName(text, systems...)
	if number, ok := parseNumber(text); ok {
		matches = numbered(number, systems)
	} else if len(matches) == 0 {
		matches = on(inMessage(text), systems)
	}
	if len(matches) == 0 {
		return nil, &UnknownError{query, nearest(text, allNames())}
	}
	return matches, nil
}

// parseNumber reads decimal and, after 0x, hexadecimal numbers.
func parseNumber(s string) (n int64, ok bool) {
	digits, base := s, 10
	if hex, ok := strings.CutPrefix(strings.ToLower(s), "0x"); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseInt(digits, base, 64)
	return n, err == nil
}

// numbered finds a number and what a negative one stands for besides: an
// HRESULT as a signed 32-bit integer, or an errno as the kernel returns it.
func numbered(n int64, systems []System) []Match {
	matches := ByNumber(n, systems...)
	if n < 0 && n >= math.MinInt32 {
		matches = append(matches, on(ByNumber(int64(uint32(n)), HRESULT), systems)...)
		if n > -4096 { // the kernel's bound for errors in results
			matches = append(matches, on(ByNumber(-n, errnoSystems...), systems)...)
		}
	}
	return matches
}

// inMessage finds the entry whose text, in strerror(3)'s words, the message
// has; the longest if several.
func inMessage(message string) []Match {
	message = strings.ToLower(message)
	var best []Match
	longest := 0
	for _, e := range Entries() {
		for _, c := range e.Codes {
			if !c.HasNumber || !slices.Contains(here, c.System) {
				continue
			}
			text := strings.ToLower(syscall.Errno(c.Number).Error())
			if len(text) > longest && strings.Contains(message, text) {
				longest, best = len(text), []Match{{e, []Code{c}}}
			}
		}
	}
	return best
}
