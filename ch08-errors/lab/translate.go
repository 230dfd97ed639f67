package failure

import (
	"errors"
	"fmt"
	"slices"
)

// ErrNoTwin says that a system has no number for a failure of another one.
var ErrNoTwin = errors.New("no number for that failure")

// An UnknownError says that the table has no such number for that system.
type UnknownError struct {
	System System
	Number int
}

func (e *UnknownError) Error() string {
	return fmt.Sprintf("%s %d is not in the table", e.System, e.Number)
}

// Names returns what a system calls one of its numbers, in the order of the
// table: two names where two share the number, none where the system has no
// such failure.
func Names(s System, number int) []string {
	// BEGIN SOLUTION: find the names of a number on a system
	var names []string
	for _, r := range rows(s, number) {
		name, _ := r.On(s)
		names = append(names, name)
	}
	return names
	// END SOLUTION
}

// A Meaning is what a number is to one system.
type Meaning struct {
	System System
	Names  []string
}

// Meanings returns what a number means when nobody knows whose it is: one
// Meaning for each system that has it, in the order of Systems.
func Meanings(number int) []Meaning {
	// BEGIN SOLUTION: ask every system for its names
	var all []Meaning
	for _, s := range Systems {
		if names := Names(s, number); names != nil {
			all = append(all, Meaning{s, names})
		}
	}
	return all
	// END SOLUTION
}

// Translate returns the numbers that to has for what number is on from: each
// once, in the order of the table. There are several where several failures
// share one number on from, and have numbers of their own on to.
//
// Errors: an *UnknownError if from has no such number; one that wraps
// ErrNoTwin if it has, and to has no number for any of its failures.
func Translate(number int, from, to System) ([]int, error) {
	// BEGIN SOLUTION: translate a number by the table
	found := rows(from, number)
	if len(found) == 0 {
		return nil, &UnknownError{from, number}
	}
	var numbers []int
	for _, r := range found {
		if _, n := r.On(to); n != 0 && !slices.Contains(numbers, n) {
			numbers = append(numbers, n)
		}
	}
	if len(numbers) == 0 {
		return nil, fmt.Errorf("%s has %w: %v, %s %d", to, ErrNoTwin, Names(from, number), from, number)
	}
	return numbers, nil
	// END SOLUTION
}

// rows returns the failures that share a number on a system, in the order of
// the table. No system has a failure with the number 0: that is success.
func rows(s System, number int) []*Row {
	// BEGIN SOLUTION: look a number up
	var found []*Row
	for i := range Table {
		if _, n := Table[i].On(s); n == number && n != 0 {
			found = append(found, &Table[i])
		}
	}
	return found
	// END SOLUTION
}
