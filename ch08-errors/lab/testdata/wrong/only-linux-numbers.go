// Believes that errno 111 is a refused connection everywhere.
//
// Replaces: translate.go
// Caught by: TestNames, TestKindOnEverySystem, TestTranslateEverything
// Says: a number means nothing without its system

package failure

import (
	"errors"
	"fmt"
	"slices"
)

var ErrNoTwin = errors.New("no number for that failure")

type UnknownError struct {
	System System
	Number int
}

func (e *UnknownError) Error() string {
	return fmt.Sprintf("%s %d is not in the table", e.System, e.Number)
}

func Names(s System, number int) []string {
	var names []string
	for _, r := range rows(s, number) {
		name, _ := r.On(s)
		names = append(names, name)
	}
	return names
}

type Meaning struct {
	System System
	Names  []string
}

func Meanings(number int) []Meaning {
	var all []Meaning
	for _, s := range Systems {
		if names := Names(s, number); names != nil {
			all = append(all, Meaning{s, names})
		}
	}
	return all
}

func Translate(number int, from, to System) ([]int, error) {
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
}

func rows(s System, number int) []*Row {
	var found []*Row
	for i := range Table {
		if _, n := Table[i].On(Linux); n == number && n != 0 {
			found = append(found, &Table[i])
		}
	}
	return found
}
