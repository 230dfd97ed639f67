package unixdomain

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestListenedFor(t *testing.T) {
	for name, c := range map[string]struct {
		pid, fds, names string
		want            []string
		bad             bool
	}{
		"not activated":   {},
		"one":             {pid: "42", fds: "1", want: []string{"unknown"}},
		"two with names":  {"42", "2", "web:admin", []string{"web", "admin"}, false},
		"none":            {pid: "42", fds: "0", want: []string{}},
		"another's":       {pid: "41", fds: "1"},
		"for whom":        {fds: "1"},
		"how many":        {pid: "42"},
		"no number":       {pid: "x", fds: "1", bad: true},
		"pid 0":           {pid: "0", fds: "1", bad: true},
		"fds no number":   {pid: "42", fds: "x", bad: true},
		"below zero":      {pid: "42", fds: "-1", bad: true},
		"very many":       {pid: "42", fds: "2147483647", bad: true},
		"a name too few":  {"42", "2", "web", nil, true},
		"a name too many": {"42", "1", "web:admin", nil, true},
		"an empty name":   {"42", "2", "web:", nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			env := map[string]string{listenPID: c.pid, listenFDs: c.fds, listenNames: c.names}
			got, err := listenedFor(42, func(key string) string { return env[key] })
			if c.bad {
				require.ErrorIs(t, err, ErrListenFDs)
			} else {
				require.NoError(t, err)
			}
			assert.Equal(t, c.want, got)
		})
	}
}

// What the activator writes is what the service reads.
func TestListenEnv(t *testing.T) {
	vars, err := listenEnv([]Named{{Name: "web"}, {Name: "admin"}})
	require.NoError(t, err)
	assert.Equal(t, []string{"LISTEN_FDS=2", "LISTEN_FDNAMES=web:admin"}, vars)
	_, err = listenEnv([]Named{{Name: "a:b"}})
	assert.ErrorIs(t, err, ErrName)
}
