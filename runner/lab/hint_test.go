package lab

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sockbook/runner/fault"
)

// Each call gives the next hint; when there is none, all of them again.
func TestHint(t *testing.T) {
	tr := started(t, "80")
	require.NoError(t, tr.Hint("", "TestNegative"))
	assert.Equal(t, `TestNegative asks that no number below the least is doubled.

Hint 1 of 3

  What is given may be enough.

The next one: runner ch01 lab hint TestNegative
`, tr.said())
	require.NoError(t, tr.Hint("", "negative"))
	said := tr.said()
	assert.Contains(t, said, "Hint 2 of 3\n\n  Look at the first lines of `Double`.\n")
	assert.NotContains(t, said, "may be enough")
	require.NoError(t, tr.Hint("", "neg"))
	said = tr.said()
	assert.Contains(t, said, "Hint 3 of 3")
	assert.NotContains(t, said, "Hint 2 of 3")
	assert.Contains(t, said, "There are no more. Our solution, if you give up: runner ch01 lab solution --give-up\n")
	require.NoError(t, tr.Hint("", "TESTNEGATIVE"))
	said = tr.said()
	for _, want := range []string{"Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3", "There are no more."} {
		assert.Contains(t, said, want)
	}
	require.NoError(t, tr.Hint("", "TestHalf"))
	assert.Contains(t, tr.said(), "Hint 1 of 3", "each test has its own")
}

// Without a name it is the first test that did not pass.
func TestHintForWhereOneIsStuck(t *testing.T) {
	tr := started(t, "80")
	err := tr.Hint("", "")
	require.ErrorContains(t, err, "a hint for which test? Nothing is checked yet")
	assert.Equal(t, "runner ch01 lab check, or runner ch01 lab hint TestDouble", fault.Hint(err))
	assert.True(t, fault.IsUsage(err))
	_ = tr.check(states("pfu"))
	require.NoError(t, tr.Hint("", ""))
	assert.Contains(t, tr.said(), "TestNegative asks")
	_ = tr.check(states("ppp"))
	err = tr.Hint("", "")
	require.ErrorContains(t, err, "every test passed in the last check")
	assert.Equal(t, "runner ch01 lab solution", fault.Hint(err))
}

func TestHintForNoTest(t *testing.T) {
	tr := try(t, "80")
	tr.Lab.Tests[2].Name = "TestNegativeHalf"
	for name, want := range map[string][2]string{
		"TestDuoble": {`the lab has no test "TestDuoble"`, "did you mean TestDouble?"},
		"zzz":        {`the lab has no test "zzz"`, "there are: TestDouble, TestNegative, TestNegativeHalf"},
		"test":       {`the lab has no test "test"`, "there are: TestDouble, TestNegative, TestNegativeHalf"},
		"n":          {"2 tests begin with n", "write more of the name: TestNegative, TestNegativeHalf"},
	} {
		err := tr.Hint("", name)
		require.ErrorContains(t, err, want[0])
		assert.Equal(t, want[1], fault.Hint(err))
		assert.True(t, fault.IsUsage(err))
	}
	test, err := tr.test("negative")
	require.NoError(t, err, "a whole name is one, though others begin with it")
	assert.Equal(t, "TestNegative", test.Name)
	require.ErrorContains(t, tr.Hint("", "negative"), "the lab is not started")
}
