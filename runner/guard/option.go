package guard

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// An Option is a value for the command line that tells whether it was given.
type Option[T any] struct {
	Given bool
	value T
	text  string
	parse func(string) (T, error)
	kind  string
}

// Set takes what was written.
func (o *Option[T]) Set(text string) error {
	v, err := o.parse(text)
	if err != nil {
		return err
	}
	o.Given, o.value, o.text = true, v, text
	return nil
}

// String is what was written.
func (o *Option[T]) String() string { return o.text }

// Type is what the value is, in one word.
func (o *Option[T]) Type() string { return o.kind }

// Or is the value, or that one if none was given.
func (o *Option[T]) Or(otherwise T) T {
	if o.Given {
		return o.value
	}
	return otherwise
}

// Limits are what a server is told to do for others at most.
type Limits struct {
	PerAddress *Option[int]           // connections at once; 0: no bound
	MaxBytes   *Option[int64]         // on a connection, or in a second; 0: no bound
	Idle       *Option[time.Duration] // of silence on a connection
}

// NewLimits has none given.
func NewLimits() Limits {
	return Limits{
		PerAddress: &Option[int]{kind: "number", parse: parseCount},
		MaxBytes:   &Option[int64]{kind: "size", parse: ParseSize},
		Idle:       &Option[time.Duration]{kind: "time", parse: parseTime},
	}
}

func parseCount(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, errors.New("a number of connections such as 64, or 0 for no bound")
	}
	return n, nil
}

func parseTime(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	switch {
	case err != nil:
		return 0, errors.New("a time such as 30s or 10m")
	case d <= 0:
		return 0, errors.New("that leaves no time; 30s or 10m would")
	}
	return d, nil
}

// units of a size, by what is written behind the number.
var units = map[string]int64{
	"": 1, "b": 1,
	"k": 1 << 10, "kib": 1 << 10, "m": 1 << 20, "mib": 1 << 20, "g": 1 << 30, "gib": 1 << 30,
}

// ParseSize reads a number of bytes: 4096, 64KiB, 256m. Units are powers of
// 1024, in any case of letters; kB and MB, which are not, have no meaning
// here.
func ParseSize(text string) (int64, error) {
	digits := strings.TrimRight(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ")
	unit, known := units[strings.ToLower(strings.TrimSpace(text[len(digits):]))]
	n, err := strconv.ParseInt(digits, 10, 64)
	switch {
	case err != nil && !errors.Is(err, strconv.ErrRange), !known, n < 0:
		return 0, errors.New("a number of bytes such as 65536, 64KiB, 256MiB or 1GiB, or 0 for no bound")
	case err != nil, n > math.MaxInt64/unit:
		return 0, errors.New("more than there is; 0 is no bound")
	}
	return n * unit, nil
}

// Size writes a number of bytes in the largest unit that it is a multiple of.
func Size(n int64) string {
	for _, u := range []string{"GiB", "MiB", "KiB"} {
		if one := units[strings.ToLower(u)]; n >= one && n%one == 0 {
			return fmt.Sprintf("%d %s", n/one, u)
		}
	}
	return fmt.Sprintf("%d bytes", n)
}
