package sockerrors

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func tableOf(rows string) (*parsed, error) {
	t := &parsed{numbers: map[int64][]Match{}, names: map[string][]Match{}, loose: map[string][]Match{}}
	return t, t.read([]byte(`{"entries": [` + rows + `], "disagreements": []}`))
}

// A word of the file that is no constant of the package stops the program: it
// would be an advice that nobody gives, or a kind that nobody asks for.
func TestTableRefusesWhatItDoesNotKnow(t *testing.T) {
	const row = `{"posix": "EX", "kind": "Reset", "fault": "peer", "advice": "wait and retry", "family": "posix", "meaning": "."}`
	read, err := tableOf(row)
	require.NoError(t, err)
	assert.Equal(t, TryAgain, read.entries[0].Advice())
	for was, is := range map[string]string{
		`"wait and retry"`:  `"retry"`,
		`"peer"`:            `"server"`,
		`"Reset"`:           `"reset"`,
		`"kind"`:            `"kinds"`,
		`"family": "posix"`: `"family": "unix"`,
		`"EX"`:              `""`,
		`"advice"`:          `"advise"`,
		`"meaning"`:         `"errno": {"winsock": 1}, "meaning"`,
		`"meaning": "."`:    `"meaning": ".", "codes": [{"system": "plan9"}]`,
	} {
		wrong := strings.Replace(row, was, is, 1)
		require.NotEqual(t, row, wrong)
		_, err := tableOf(wrong)
		assert.Error(t, err, wrong)
	}
	_, err = tableOf(strings.Replace(row, "wait and retry", "retry", 1))
	assert.EqualError(t, err, `EX: no Advice is "retry"`)
}

// Every word of the file is one of the package's.
func TestTableWords(t *testing.T) {
	for _, r := range table().Rows {
		assert.NoError(t, r.check(), r.name())
	}
}

// What a row says beside its kind, it says because the kind's is wrong there.
func TestVerdictsAreNeeded(t *testing.T) {
	for _, e := range Entries() {
		if e.verdict != (verdictOf{}) {
			assert.NotEqual(t, verdicts[e.Kind], verdictOf{e.Fault(), e.Advice()}, e.Name)
		}
	}
}

// Judgements that are easily got wrong.
func TestVerdicts(t *testing.T) {
	for name, want := range map[string]verdictOf{
		"WSA_IO_PENDING":     {Nobody, CarryOn}, // to repeat it would do it twice
		"WSAENETRESET":       {Network, Reconnect},
		"WSAEDISCON":         {Nobody, CarryOn},
		"ENOENT":             {Caller, TellUser}, // the server has not started
		"ENOSPC":             {Local, TellUser},
		"EBUSY":              {Local, TryAgain},
		"WSAESHUTDOWN":       {Caller, FixCall},
		"WSAEHOSTDOWN":       {Peer, TryAgain},
		"WSASYSNOTREADY":     {Local, TellUser},
		"AbnormalClosure":    {Peer, Reconnect},
		"bad_certificate":    {Caller, TellUser}, // it is ours that was rejected
		"io.EOF":             {Nobody, CarryOn},
		"net.ErrClosed":      {Caller, FixCall},
		"WSANO_RECOVERY":     {Network, GiveUp},
		"WSA_E_NO_MORE":      {Nobody, CarryOn},
		"CertificateExpired": {Peer, TellUser},
	} {
		i := indexOf(name)
		require.GreaterOrEqual(t, i, 0, name)
		e := Entries()[i]
		assert.Equal(t, want, verdictOf{e.Fault(), e.Advice()}, name)
	}
	assert.Equal(t, Device, ByName("ENXIO", Linux)[0].Kind)
	assert.Equal(t, Ended, ByName("WSAEDISCON")[0].Kind)
}

func indexOf(name string) int {
	for i, e := range Entries() {
		if e.Name == name {
			return i
		}
	}
	return -1
}
