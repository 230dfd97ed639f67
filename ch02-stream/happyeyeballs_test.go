package stream

import (
	"net"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/dns/dnsmessage"
)

func TestHappyEyeballs(t *testing.T) {
	got := show(t, HappyEyeballs)
	assert.Contains(t, got, "client: IPv6 well: [::1]:", "IPv6 is tried first")
	assert.Regexp(t, `client: IPv6 silent: 127.0.0.1:\d+ \((3[0-9]{2}|[4-9][0-9]{2})`, got, "IPv4 is tried 300 ms later, beside IPv6")
	assert.Contains(t, got, "client: IPv6 silent, no fallback: i/o timeout", "a client that tries one address at a time has no time left for the second")
	assert.Contains(t, got, "client: IPv6 refusing: 127.0.0.1:", "a refusal is an answer: no need to wait")
}

// A query for another type than A and AAAA has an empty answer, and garbage
// has none.
func TestNamesAnswer(t *testing.T) {
	n := &names{v6: net.IPv6loopback, v4: net.IPv4(127, 0, 0, 1)}
	query := func(typ dnsmessage.Type) []byte {
		m := dnsmessage.Message{
			Header:    dnsmessage.Header{ID: 7, RecursionDesired: true},
			Questions: []dnsmessage.Question{{Name: dnsmessage.MustNewName(dualName), Type: typ, Class: dnsmessage.ClassINET}},
		}
		b, err := m.Pack()
		require.NoError(t, err)
		return b
	}
	for typ, want := range map[dnsmessage.Type]int{dnsmessage.TypeA: 1, dnsmessage.TypeAAAA: 1, dnsmessage.TypeMX: 0} {
		reply, err := n.answer(query(typ))
		require.NoError(t, err)
		var m dnsmessage.Message
		require.NoError(t, m.Unpack(reply))
		assert.Equal(t, uint16(7), m.ID, "the reply carries the query's ID")
		assert.Len(t, m.Answers, want, "answers for %v", typ)
	}
	_, err := n.answer([]byte("not DNS"))
	assert.Error(t, err)
}
