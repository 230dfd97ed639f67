package sockerrors

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// mostSlips is how many letters a mistyped name may differ in.
const mostSlips = 2

// nearest returns the names with the fewest slips from a mistyped one, three
// at most, none if all are far.
func nearest(typed string, names []string) []string {
	typed = fold(typed)
	slips := map[string]int{}
	for _, name := range names {
		if n := distance(typed, fold(name), mostSlips); n <= mostSlips && n < len(typed)-1 {
			slips[name] = n
		}
	}
	near := slices.SortedFunc(maps.Keys(slips), func(a, b string) int {
		return cmp.Or(cmp.Compare(slips[a], slips[b]), strings.Compare(a, b))
	})
	return near[:min(3, len(near))]
}

// distance is Levenshtein's: how many bytes to insert, delete or replace. It
// gives up beyond limit.
func distance(a, b string, limit int) int {
	if abs(len(a)-len(b)) > limit {
		return limit + 1
	}
	row := make([]int, len(b)+1) // distances of a[:i] from every b[:j]
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

func abs(n int) int { return max(n, -n) }

// allNames are the names that errors have, each once.
func allNames() []string {
	distinct := map[string]bool{}
	for _, e := range Entries() {
		for _, c := range e.Codes {
			distinct[c.Name] = true
		}
	}
	delete(distinct, "")
	return slices.Sorted(maps.Keys(distinct))
}
