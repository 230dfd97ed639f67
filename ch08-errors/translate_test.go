package sockerrors

import (
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLookupFindsOneFailureByAllItsNames(t *testing.T) {
	for _, query := range []string{
		"ECONNREFUSED", "10061", "0x8007274D", "0X8007274d", "-2147014835", "111@linux", "-111@linux",
		"61@darwin", "61@macos", "146@mips", "107@ucrt", "0x20000016", "econnrefused@bsd",
		"ConnectionRefused", "connection_refused", "connection refused", "WSAECONNREFUSED",
		"1225@win32", "0x800704C9", "12@uwp", "STATUS_CONNECTION_REFUSED", " 10061 @ winsock ",
	} {
		matches, err := Lookup(query)
		require.NoError(t, err, query)
		require.Len(t, matches, 1, query)
		assert.Equal(t, "WSAECONNREFUSED", matches[0].Name, query)
	}
}

// One number has many meanings, and all are told.
func TestLookupFindsAllMeanings(t *testing.T) {
	for query, want := range map[string][]string{
		"61":       {"WSAECONNREFUSED", "ENODATA"},
		"111":      {"WSAECONNREFUSED"},
		"35":       {"WSAEWOULDBLOCK", "EAGAIN"},
		"12":       {"WSAECONNREFUSED", "ENOMEM"},
		"-2":       {"WSAHOST_NOT_FOUND", "ENOENT"},
		"TimedOut": {"WSA_OPERATION_ABORTED", "WSAETIMEDOUT"},
		"10103":    {"WSAECANCELLED"},
		"42@tls":   {"bad_certificate"},
		"42":       {"WSAENOPROTOOPT"},
		"-11":      {"EAI_SYSTEM", "WSAEWOULDBLOCK", "EAGAIN"},
	} {
		matches, err := Lookup(query)
		require.NoError(t, err, query)
		var names []string
		for _, m := range matches {
			names = append(names, m.Name)
		}
		assert.Equal(t, want, names, query)
	}
}

func TestLookupReadsMessages(t *testing.T) {
	var b bench
	defer b.close()
	err := provokeRefused(t.Context(), &b)
	require.Error(t, err)
	if len(here) == 0 {
		t.Skip("the table does not have this system's numbers")
	}
	matches, lookupErr := Lookup(err.Error())
	require.NoError(t, lookupErr, "%v", err)
	assert.Equal(t, "WSAECONNREFUSED", matches[0].Name)
	if runtime.GOOS != "windows" { // whose words are others
		for message, want := range map[string]string{
			"open /dev/tty9: no such device or address": "ENXIO", // and not ENODEV, whose text is the beginning
			"connection reset by peer (protocol error)": "WSAECONNRESET",
		} {
			matches, lookupErr = Lookup(message)
			require.NoError(t, lookupErr)
			assert.Equal(t, want, matches[0].Name, "the longest text of those in %q", message)
		}
	}
}

func TestLookupSuggests(t *testing.T) {
	for query, hint := range map[string]string{
		"ECONREFUSED":        "did you mean ECONNREFUSED?",
		"WSACONNREFUSED":     "did you mean WSAECONNREFUSED?",
		"etimeout":           "did you mean ETIMEDOUT or Timeout or TimedOut?",
		"ECONNREFUSED@linix": "did you mean linux?",
		"":                   "give a number, a name, or either and a system: 111@linux",
		"@":                  "give a number, a name, or either and a system: 111@linux",
		"99999":              "give a number, a name, or either and a system: 111@linux",
		"0x":                 "give a number, a name, or either and a system: 111@linux",
		"111@windows":        "give a number, a name, or either and a system: 111@linux",
	} {
		_, err := Lookup(query)
		var unknown *UnknownError
		require.ErrorAs(t, err, &unknown, query)
		assert.Equal(t, hint, unknown.Hint(), query)
		assert.Contains(t, err.Error(), "in no line of the table")
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"abc", "abc", 0}, {"abc", "abd", 1}, {"abc", "acb", 2},
		{"abc", "xabc", 1}, {"abcd", "bc", 2}, {"abcdef", "abc", 3}, {"xyz", "abc", 3},
	} {
		assert.Equal(t, c.want, min(distance(c.a, c.b, 2), 3), "%s %s", c.a, c.b)
		assert.Equal(t, c.want, min(distance(c.b, c.a, 2), 3), "%s %s", c.b, c.a)
	}
}

// Whatever is asked, an answer is true: each match has a code by the name or
// number asked for, and none is given without one.
func FuzzLookup(f *testing.F) {
	for _, query := range examined {
		f.Add(query)
	}
	f.Add("read tcp 127.0.0.1:1->127.0.0.1:2: read: connection reset by peer")
	f.Add("-9223372036854775808")
	f.Add("\xff@\x00")
	f.Fuzz(func(t *testing.T, query string) {
		matches, err := Lookup(query)
		if err != nil {
			var unknown *UnknownError
			require.ErrorAs(t, err, &unknown)
			require.Empty(t, matches)
			require.LessOrEqual(t, len(unknown.Near), 3)
			require.NotEmpty(t, unknown.Hint())
			return
		}
		require.NotEmpty(t, matches)
		for i, m := range matches {
			require.NotEmpty(t, m.As)
			require.NotEmpty(t, describe(m.Entry))
			for _, c := range m.As {
				require.True(t, slices.Contains(m.Codes, c), "the code is the entry's")
			}
			for _, other := range matches[i+1:] {
				require.False(t, m.Entry == other.Entry && slices.Equal(m.As, other.As), "no match is told twice")
			}
		}
	})
}

func TestTranslate(t *testing.T) {
	text := show(t, Translate)
	for _, query := range examined {
		assert.Contains(t, text, "reader: "+query+"\ntable: ", "%s is answered", query)
	}
	assert.Contains(t, text, "reader: 61\ntable: darwin, freebsd and 2 more: WSAECONNREFUSED (ECONNREFUSED)\n")
	assert.Contains(t, text, "did you mean ECONNREFUSED?")
	assert.Regexp(t, `inferred .*uwp ConnectionRefused 12`, text, "what nobody documents is marked")
	for line := range strings.Lines(text) {
		assert.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSpace(line)), 76, line)
	}
}

func TestTranslateArgs(t *testing.T) {
	var out transcript
	require.NoError(t, TranslateArgs(t.Context(), &out, []string{"10093"}))
	assert.Contains(t, out.String(), "table: WSANOTINITIALISED (10093)\n")
	assert.Contains(t, out.String(), "caller's doing; fix the call")
	out = transcript{}
	err := TranslateArgs(t.Context(), &out, []string{"ENOSUCH", "EPIPE"})
	assert.ErrorContains(t, err, "ENOSUCH", "the runner is to exit with 1")
	assert.Contains(t, out.String(), "table: EPIPE\n", "the rest is answered all the same")
	var all transcript
	require.NoError(t, TranslateArgs(t.Context(), &all, nil))
	assert.Contains(t, all.String(), "reader: "+examined[0])
}
