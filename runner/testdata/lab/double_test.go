package double_test

import (
	"errors"
	"testing"

	double "sockbook/ch01-fake/lab"
)

// TestDouble asks for twice the number.
func TestDouble(t *testing.T) {
	for _, n := range []int{0, 1, 2, 21} {
		got, err := double.Double(n)
		if err != nil || got != 2*n {
			t.Fatalf("what comes back is not twice the number\ninput: %d\ngot: %d\nwant: %d", n, got, 2*n)
		}
	}
}

// TestNegative asks that no number below the least is doubled.
func TestNegative(t *testing.T) {
	if _, err := double.Double(-1); !errors.Is(err, double.ErrNegative) {
		t.Fatalf("a negative number was doubled\ninput: %d\ngot: %v\nwant: %v", -1, err, double.ErrNegative)
	}
	if _, err := double.Double(1); err != nil {
		t.Fatalf("a number that is not negative was refused\ninput: %d\ngot: %v", 1, err)
	}
}

// TestHalf asks for half the number, and for a count of the calls.
func TestHalf(t *testing.T) {
	var h double.Halver
	if got := h.Half(9); got != 4 {
		t.Fatalf("what comes back is not half the number\ninput: %d\ngot: %d\nwant: %d", 9, got, 4)
	}
	if got := h.Asked(); got != 1 {
		t.Fatalf("one call was not counted as one\ngot: %d\nwant: %d", got, 1)
	}
}
