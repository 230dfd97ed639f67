package chapters

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var fakeCatalogue = []Chapter{
	{Number: 2, Dir: "ch02-stream", Package: "stream"},
	{Number: 7, Dir: "ch07-tls", Package: "securestream"},
	{Number: 9, Dir: "ch09-fake", Package: "fake", Title: "A fake chapter", Examples: []Example{
		{Name: "echo", Run: fakeEcho},
		{Name: "half-close", Run: fakeMeasurement},
	}},
}

func TestFind(t *testing.T) {
	for _, name := range []string{"ch02", "ch2", "2", "02", "stream", "ch02-stream", "CH02", "Stream", "./ch02-stream", "ch02-stream/"} {
		c, err := Find(fakeCatalogue, name)
		require.NoError(t, err, name)
		assert.Equal(t, 2, c.Number, name)
	}
}

// A chapter is also called what its folder is called behind the number.
func TestFindBySlug(t *testing.T) {
	for _, name := range []string{"tls", "TLS", "securestream", "ch07-tls"} {
		c, err := Find(fakeCatalogue, name)
		require.NoError(t, err, name)
		assert.Equal(t, 7, c.Number, name)
	}
	_, err := Find([]Chapter{{Number: 1, Dir: "one", Package: "one"}}, "")
	require.Error(t, err, "a folder without a number has no such name")
}

func TestFindSuggests(t *testing.T) {
	for name, hint := range map[string]string{
		"strem":       "did you mean stream?",
		"ch2x":        "did you mean ch2?",
		"ch02-straem": "did you mean ch02-stream?",
		"tsl":         "did you mean tls?",
		"ch03":        "there are: ch02-stream, ch07-tls, ch09-fake",
		"-2":          "there are: ",
		"":            "there are: ",
		"halibut":     "there are: ",
	} {
		_, err := Find(fakeCatalogue, name)
		var u *Unknown
		require.ErrorAs(t, err, &u, name)
		assert.Contains(t, u.Hint(), hint, name)
		assert.EqualError(t, u, `no chapter "`+name+`"`)
	}
}

func TestFindExample(t *testing.T) {
	c := &fakeCatalogue[2]
	e, err := c.FindExample("half-close")
	require.NoError(t, err)
	assert.Equal(t, "half-close", e.Name)

	_, err = c.FindExample("halfclose")
	assert.EqualError(t, err, `no example "halfclose"`)
	var hint interface{ Hint() string }
	require.True(t, errors.As(err, &hint))
	assert.Equal(t, "did you mean half-close?", hint.Hint())
}

func TestNearest(t *testing.T) {
	names := []string{"echo", "line", "partial", "nodelay", "backpressure", "linger", "rpc", "tcpinfo", "rpc"}
	for name, want := range map[string][]string{
		"echo":       {"echo"},
		"Echo":       {"echo"},
		"ehco":       {"echo"},
		"eco":        {"echo"},
		"lines":      {"line", "linger"},
		"rp":         nil,
		"rcp":        {"rpc"},
		"no-delay":   {"nodelay"},
		"backpresur": {"backpressure"},
		"pressure":   {"backpressure"},
		"tcp":        {"tcpinfo"},
		"":           nil,
		"zzzz":       nil,
	} {
		assert.Equal(t, want, Nearest(name, names), name)
	}
}
