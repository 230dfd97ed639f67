package toy_test

import (
	"testing"

	toy "sockbook/toy/lab"
)

// TestShout asks for capitals.
func TestShout(tt *testing.T) {
	got, err := new(toy.Shouter).Shout("so")
	if err != nil || got != "SO" {
		tt.Errorf("small letters came back\ninput: %q\ngot: %q", "so", got)
		tt.Errorf("and a second failure")
	}
}

// TestDouble asks for twice the number. It has a second sentence.
func TestDouble(t *testing.T) {
	if got := toy.Double(21); got != toy.Answer {
		t.Fatalf("the result is not twice the number\ninput: %d\ngot: %d\nwant: %d", 21, got, toy.Answer)
	}
}
