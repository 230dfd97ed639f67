package lab

import (
	"bytes"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What a proof says of an answer is what a check says of it, whichever else are
// in the program.
func TestProof(t *testing.T) {
	l := toy(t)
	wrongs, err := l.Wrongs(os.DirFS("testdata/toy"))
	require.NoError(t, err)
	right := wrongs[0]
	right.Source = l.Solution()[right.Replaces]
	panics := wrongs[0]
	panics.Source = bytes.Replace(right.Source, []byte("return 2 * n"), []byte("panic(n)"), 1)
	require.NotEqual(t, string(right.Source), string(panics.Source))
	all := []Wrong{right, wrongs[0], panics}
	p, err := l.Proof(t.Context(), all)
	require.NoError(t, err)
	defer p.Close()
	var at Place
	for i, w := range all {
		alone, err := l.CheckSources(t.Context(), l.Answer(&w), CheckOptions{Tests: w.CaughtBy})
		require.NoError(t, err)
		got, err := p.Check(t.Context(), i)
		require.NoError(t, err)
		for _, r := range []*Report{alone, got} {
			for i := range r.Results {
				r.Results[i].Took = 0
			}
		}
		assert.Equal(t, alone, got)
		at = got.Results[0].At
	}
	assert.Equal(t, "toy.go", at.File, "where the last one panics")
}

func TestProofCompiles(t *testing.T) {
	l := toy(t)
	wrongs, err := l.Wrongs(os.DirFS("testdata/toy"))
	require.NoError(t, err)
	broken := wrongs[0]
	broken.Name, broken.Source = "broken", []byte("package toy\n\nvar x int = \"\"\n")
	_, err = l.Proof(t.Context(), append(wrongs, broken))
	assert.ErrorContains(t, err, "broken: toy.go:3:13: cannot use")
}
