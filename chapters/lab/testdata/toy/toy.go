// Package toy is a lab for the tests of the machinery.
package toy

import (
	"errors"
	"strings"
)

// ErrEmpty is given.
var ErrEmpty = errors.New("empty")

// Double returns twice n.
func Double(n int) int {
	// BEGIN SOLUTION: multiply n
	return 2 * n
	// END SOLUTION
}

// A Shouter answers in capitals.
type Shouter struct {
	// BEGIN SOLUTION: what a Shouter remembers
	shouted int
	// END SOLUTION
}

// Shout returns s in capitals.
func (sh *Shouter) Shout(s string) (string, error) {
	if s == "" {
		return "", ErrEmpty
	}
	// BEGIN SOLUTION
	sh.shouted++
	return strings.ToUpper(s), nil
	// END SOLUTION
}
