package contents

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"go.uber.org/goleak"

	"sockbook/chapters"
	"sockbook/runner/progress"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestNext(t *testing.T) {
	catalogue := []chapters.Chapter{{Number: 1, Dir: "a"}, {Number: 2, Dir: "b"}, {Number: 3, Dir: "c"}}
	begun, done := progress.Place{Index: 3}, progress.Place{Finished: true}
	for name, tt := range map[string]struct {
		places map[string]progress.Place
		want   string
	}{
		"nothing read":                {nil, "ch01"},
		"one begun":                   {map[string]progress.Place{"b": begun}, "ch02"},
		"one done":                    {map[string]progress.Place{"a": done}, "ch02"},
		"one done, a later one begun": {map[string]progress.Place{"a": done, "c": begun}, "ch03"},
		"all done":                    {map[string]progress.Place{"a": done, "b": done, "c": done}, "ch01"},
		"a chapter that is no more":   {map[string]progress.Place{"z": begun}, "ch01"},
	} {
		assert.Equal(t, tt.want, next(catalogue, tt.places), name)
	}
	assert.Equal(t, "ch01", next(nil, nil))
}

func TestFold(t *testing.T) {
	assert.Equal(t, []string{"one two", "three", "incompressible", "four"}, fold("one two three incompressible four", 9))
	assert.Equal(t, []string{""}, fold("", 9))
}
