package sockerrors

import (
	"math"
	"strconv"
	"strings"
)

// longestQuery is enough for any error message worth asking about, in bytes.
const longestQuery = 1000

// Lookup finds everything that a query may mean. It takes
//
//   - a name of any system, in any case: ECONNREFUSED, WSAECONNREFUSED,
//     ConnectionRefused, EAI_NONAME, STATUS_CONNECTION_REFUSED
//   - a number, decimal or hexadecimal: 10061, 0x8007274D, and its signed
//     form -2147014835, as Windows often prints it; -111, as Linux returns it
//   - either, and a system: 111@linux, ECONNREFUSED@darwin
//   - a message that has a name, a number or words of one of the systems:
//     dial tcp: connect: connection refused; [WinError 10061]; errno=111
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
			if found := inMessage(query, nil); len(found) > 0 && strings.Contains(query, " ") {
				return found, nil // a message that has an @ of its own
			}
			return nil, &UnknownError{Query: query, Near: nearest(at, systemNames())}
		}
	}
	text = strings.TrimSpace(text)
	matches := ByName(text, systems...)
	if number, ok := parseNumber(text); ok {
		matches = numbered(number, systems)
	} else if len(matches) == 0 {
		matches = inMessage(text, systems)
	}
	if len(matches) == 0 {
		return nil, notFound(text)
	}
	return matches, nil
}

// parseNumber reads decimal and, after 0x, hexadecimal numbers.
func parseNumber(s string) (n int64, ok bool) {
	digits, base := s, 10
	if hex, ok := strings.CutPrefix(strings.ToLower(s), "0x"); ok {
		digits, base = hex, 16
		if strings.HasPrefix(hex, "-") || strings.HasPrefix(hex, "+") {
			return 0, false
		}
	}
	n, err := strconv.ParseInt(digits, base, 64)
	return n, err == nil
}

// numbered finds a number and what a negative one stands for besides: an
// HRESULT or NTSTATUS as a signed 32-bit integer, or an errno as the kernel returns it.
func numbered(n int64, systems []System) []Match {
	matches := ByNumber(n, systems...)
	if n < 0 && n >= math.MinInt32 {
		matches = append(matches, on(ByNumber(int64(uint32(n)), HRESULT, NTStatus), systems)...)
		if n > -4096 { // the kernel's bound for errors in results
			matches = append(matches, on(ByNumber(-n, errnoSystems...), systems)...)
		}
	}
	return matches
}
