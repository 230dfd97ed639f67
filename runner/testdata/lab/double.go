// Package double is a lab for the tests of the runner.
package double

import "errors"

// ErrNegative is the error of a number below Least.
var ErrNegative = errors.New("negative")

// Double returns twice n.
func Double(n int) (int, error) {
	if n < Least {
		return 0, ErrNegative
	}
	// BEGIN SOLUTION: the result
	return 2 * n, nil
	// END SOLUTION
}
