package chapters

import (
	"cmp"
	"slices"
	"strings"
)

// Nearest returns the candidates that someone who wrote name may have meant,
// the likeliest first: those a few letters away, and those that contain it.
func Nearest(name string, candidates []string) []string {
	name = strings.ToLower(name)
	distances := make(map[string]int)
	for _, c := range candidates {
		lower := strings.ToLower(c)
		d := distance(name, lower)
		switch {
		case d <= tolerance(len(name)):
			distances[c] = d
		case len(name) >= 3 && strings.Contains(lower, name):
			distances[c] = d
		}
	}
	var near []string
	for _, c := range candidates {
		if _, ok := distances[c]; ok && !slices.Contains(near, c) {
			near = append(near, c)
		}
	}
	slices.SortStableFunc(near, func(a, b string) int { return cmp.Compare(distances[a], distances[b]) })
	return near
}

// tolerance is how many letters may be wrong in a name of n letters. One of
// two letters would make every such name near every other.
func tolerance(n int) int {
	switch {
	case n < 3:
		return 0
	case n < 5:
		return 1
	}
	return max(2, n/4)
}

// distance is Levenshtein's: the fewest letters to insert, delete or replace
// that turn a into b. Two neighbours swapped count as one (optimal string
// alignment), for that is the commonest slip of a typist.
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	rows := make([][]int, len(s)+1)
	for i := range rows {
		rows[i] = make([]int, len(t)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(s); i++ {
		for j := 1; j <= len(t); j++ {
			change := 1
			if s[i-1] == t[j-1] {
				change = 0
			}
			d := min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+change)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				d = min(d, rows[i-2][j-2]+1)
			}
			rows[i][j] = d
		}
	}
	return rows[len(s)][len(t)]
}
