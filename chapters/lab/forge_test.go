package lab

import (
	"bytes"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// built is a workspace whose submission is compiled.
func built(t *testing.T, sources map[string][]byte) *workspace {
	t.Helper()
	w, err := toy(t).newWorkspace(sources)
	require.NoError(t, err)
	t.Cleanup(w.remove)
	require.Nil(t, w.build(t.Context(), false))
	return w
}

// A submission that reads its own program does not come upon the secret.
func TestSecretStandsNowhere(t *testing.T) {
	t.Parallel()
	w := built(t, toySource("", "", "return 2 * n"))
	program, err := os.ReadFile(w.binary)
	require.NoError(t, err)
	assert.False(t, bytes.Contains(program, []byte(w.secret)))
	r, _ := w.test(t.Context(), "TestDouble", DefaultTimeout)
	assert.Equal(t, Passed, r.State, r.Shows)
}

func TestHalves(t *testing.T) {
	const whole = "0123456789abcdef01234567"
	one, other := halves(whole)
	sum := make([]byte, len(one))
	for i := range sum {
		sum[i] = hexDigits[(one[i]+other[i])%16]
	}
	assert.Equal(t, whole, string(sum))
	assert.Regexp(t, "^[a-z]{48}$", one+other)
	again, _ := halves(whole)
	assert.NotEqual(t, one, again)
}

// A test that puts another program in the place of its own has the tests after
// it fail.
func TestHostileToTheProgram(t *testing.T) {
	t.Parallel()
	w := built(t, toySource(`"os"`, "", `if err := os.Rename(os.Args[0], os.Args[0]+".old"); err != nil { panic(err) }
	if err := os.WriteFile(os.Args[0], []byte("#!/bin/sh\nexit 0\n"), 0o777); err != nil { panic(err) }
	return 2 * n`))
	r, _ := w.test(t.Context(), "TestDouble", DefaultTimeout)
	assert.Equal(t, Passed, r.State, r.Shows)
	r, _ = w.test(t.Context(), "TestTwice", DefaultTimeout)
	assert.Equal(t, Failed, r.State)
	assert.Equal(t, "the test program was changed by a test before", r.Shows)
}
