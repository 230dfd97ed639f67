package sockerrors

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTableIsWhole(t *testing.T) {
	count := map[System]int{}
	for _, e := range Entries() {
		for _, system := range Systems {
			if len(e.On(system)) > 0 {
				count[system]++
			}
		}
	}
	assert.Equal(t, 97, count[Winsock], "every code of winsock2.h")
	assert.Equal(t, 31, count[UWP], "every member of SocketErrorStatus")
	assert.Len(t, Disagreements(), 33)
	for _, d := range Disagreements() {
		assert.NotEmpty(t, d.Topic)
		assert.NotEmpty(t, d.Claims, d.Topic)
	}
	for _, system := range Systems {
		assert.Positive(t, count[system], "%s has names or numbers", system)
	}
	uwp := map[int64]string{}
	for _, e := range Entries() {
		for _, c := range e.On(UWP) {
			assert.Empty(t, uwp[c.Number], "one member a value")
			uwp[c.Number] = c.Name
		}
	}
	assert.Equal(t, slices.Sorted(maps.Keys(uwp)), slices.Collect(span(31)), "its values are 0 to 30")
}

func TestDisputes(t *testing.T) {
	topics := func(name string) (topics []string) {
		for _, d := range ByName(name)[0].Disputes() {
			topics = append(topics, d.Topic)
		}
		return topics
	}
	assert.Equal(t, []string{"WSAESHUTDOWN"}, topics("WSAESHUTDOWN"))
	assert.Equal(t, []string{"EPIPE"}, topics("EPIPE"))
	assert.Equal(t, []string{"WSAENOBUFS vs ENOMEM"}, topics("WSAENOBUFS"))
	assert.Equal(t, []string{"WSAETIMEDOUT vs EAGAIN"}, topics("ETIMEDOUT"))
	assert.Empty(t, topics("WSAECONNREFUSED"))
}

func span(n int64) func(func(int64) bool) {
	return func(yield func(int64) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

// A name means one entry, except where systems differ; so does an entry's own.
func TestNamesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range Entries() {
		assert.False(t, seen[e.Name], "%s is there once", e.Name)
		seen[e.Name] = true
		for _, system := range []System{Linux, UCRT, GoWindows, Winsock, UWP, DotNet} {
			for _, c := range e.On(system) {
				assert.Len(t, ByName(c.Name, system), 1, "%s of %s is one entry", c.Name, system)
			}
		}
		assert.LessOrEqual(t, len(e.On(Winsock)), 1)
	}
}

func TestEntriesAreComplete(t *testing.T) {
	faults := []Fault{Nobody, Caller, Local, Network, Peer}
	advices := []Advice{CarryOn, FixCall, TryAgain, Reconnect, GiveUp, TellUser}
	for _, e := range Entries() {
		assert.Equal(t, e.Name == "Unknown", e.Kind == Unknown, "%s has a kind", e.Name)
		assert.Contains(t, faults, e.Fault(), e.Name)
		assert.Contains(t, advices, e.Advice(), e.Name)
		assert.True(t, strings.HasSuffix(e.Meaning, "."), "%s: a sentence", e.Name)
		assert.NotEmpty(t, e.Codes, e.Name)
		if e.Near != "" {
			assert.Empty(t, e.POSIX, "%s has either an errno of its own or a near one", e.Name)
			assert.NotEmpty(t, ByName(e.Near, Linux), "%s: %s is in the table", e.Name, e.Near)
		}
		for _, c := range e.Codes {
			assert.True(t, c.HasNumber || c.Name != "", "%s of %s is something", e.Name, c.System)
			assert.Contains(t, Systems, c.System, e.Name)
		}
		for by := range e.MapsTo {
			assert.Contains(t, []string{"libuv", "cygwin", "msvc", "dotnet", "postgres", "postgres-2010"}, by, e.Name)
		}
	}
	for _, k := range Kinds() {
		assert.NotEmpty(t, k.Fault(), k)
		assert.NotEmpty(t, k.Advice(), k)
		named, ok := kindNamed(k.String())
		assert.True(t, ok && k == named, k)
	}
}

// What is inferred is never told as a fact.
func TestInferredIsMarked(t *testing.T) {
	for _, e := range Entries() {
		winsock := len(e.On(Winsock)) > 0
		for _, c := range e.On(UWP) {
			assert.Equal(t, winsock, c.Basis == Inferred, "%s: Microsoft publishes no table of the members", e.Name)
		}
		for i, c := range e.On(HRESULT) {
			if winsock && i == 0 {
				code, _ := e.Number(Winsock)
				assert.Equal(t, Code{HRESULT, "", 0x80070000 + code, true, Computed}, c)
			} else {
				assert.Equal(t, Inferred, c.Basis, e.Name)
			}
		}
	}
}

// The exceptions of the rule WSA = 10000 + errno, counted and not remembered.
func TestExceptionsOfTheRule(t *testing.T) {
	names := func(system System) (names []string) {
		for _, x := range Exceptions(system) {
			names = append(names, fmt.Sprint(x.Name, " ", x.Errno))
		}
		return names
	}
	assert.Empty(t, names(FreeBSD), "it has kept the numbers of 4.3BSD")
	assert.Empty(t, names(NetBSD))
	assert.Equal(t, []string{"WSAEOPNOTSUPP 102"}, names(Darwin))
	linux := names(Linux)
	assert.Len(t, linux, 37)
	assert.NotContains(t, linux, "WSAEINVAL 22", "up to 34, Linux has BSD's numbers")
	assert.Contains(t, linux, "WSAECONNREFUSED 111")
	assert.Contains(t, linux, "WSAEPROCLIM 0", "Linux has no EPROCLIM")
	for _, e := range Entries() {
		code, ok := e.Number(Winsock)
		assert.Equal(t, ok && code >= 10000 && code < 10091, e.Family == FamilyBSD, e.Name)
	}
	require.NotEmpty(t, Exceptions(UCRT))
}
