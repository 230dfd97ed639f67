package securestream

import (
	"bytes"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// captured are the records of one good connection, and its key log.
func captured(t testing.TB) ([]record, *keyLog) {
	t.Helper()
	p, err := newParties()
	require.NoError(t, err)
	keys := &keyLog{}
	p.client.KeyLogWriter = keys
	p.talk = hello
	server, err := ListenTLS(t.Context(), "127.0.0.1:0", p.server)
	require.NoError(t, err)
	served := make(chan error, 1)
	go func() { served <- server.Serve(t.Context()) }()
	wire, err := tapInto(t.Context(), server.Addr().String())
	require.NoError(t, err)
	require.NoError(t, p.dial(t.Context(), t.Output(), wire.addr()))
	<-wire.done
	require.NoError(t, server.Close())
	<-served
	return wire.heard(), keys
}

// Whatever the pieces, the same records come out, and no byte is lost.
func FuzzRecordCutter(f *testing.F) {
	records, _ := captured(f)
	f.Add(stream(records), uint8(1))
	f.Add([]byte("GET / HTTP/1.1\r\n\r\n"), uint8(3))
	f.Add([]byte{22, 3, 1, 0xff, 0xff, 0}, uint8(2))
	f.Add([]byte{22, 3, 1, 0, 0, 21, 3, 3, 0, 2, 2, 40}, uint8(4))
	f.Fuzz(func(t *testing.T, all []byte, size uint8) {
		var whole, pieces recordCutter
		want := whole.cut(all)
		var got []record
		for piece := range slices.Chunk(all, max(1, int(size))) {
			got = append(got, pieces.cut(piece)...)
		}
		require.Equal(t, whole.plain, pieces.plain)
		require.Equal(t, stream(want), stream(got))
		require.True(t, bytes.Equal(all, append(stream(got), pieces.begun...)), "every byte is in a record, or waits for the rest")
		require.LessOrEqual(t, len(pieces.begun), headerSize+maxBody)
	})
}

func stream(records []record) (all []byte) {
	for _, r := range records {
		all = append(append(all, r.header...), r.body...)
	}
	return all
}

// No record, and no key log, makes reading panic or find what is not there.
func FuzzRead(f *testing.F) {
	f.Add([]byte{2, 0, 0, 4, 3, 3, 0, 0}, uint8(handshake))
	f.Add([]byte{2, 40}, uint8(alert))
	f.Add([]byte{}, uint8(applicationData))
	f.Fuzz(func(t *testing.T, body []byte, kind uint8) {
		said, _ := read([]record{{up, contentType(kind), nil, body}, {down, contentType(kind), nil, body}}, &keyLog{})
		sum := 0
		for _, m := range said {
			sum += m.size
		}
		require.LessOrEqual(t, sum, 2*len(body))
	})
}

// The key log opens every record, and with one bit of a record changed, or the
// log of another connection, it opens none: encryption is authenticated.
func TestReadAlong(t *testing.T) {
	records, keys := captured(t)
	said, err := read(records, keys)
	require.NoError(t, err)
	var sizes []int
	for _, m := range said {
		if m.name == "[application data]" {
			sizes = append(sizes, m.size)
		}
	}
	assert.Equal(t, []int{5, 5}, sizes, "hello, there and back")

	_, others := captured(t)
	_, err = read(records, others)
	require.Error(t, err, "another connection's secrets")

	last := records[len(records)-1]
	last.body[0] ^= 1
	_, err = read(records, keys)
	require.Error(t, err, "one bit in the last record")
	_, err = read(records, &keyLog{})
	require.ErrorContains(t, err, "the key log has no CLIENT_HANDSHAKE_TRAFFIC_SECRET")
}

// A message may be cut anywhere by records, and a record may hold several.
func TestMessagesAcrossRecords(t *testing.T) {
	two := []byte{14, 0, 0, 0, 16, 0, 0, 1, 9}
	for cut := range two {
		said, err := read([]record{{up, handshake, nil, two[:cut]}, {up, handshake, nil, two[cut:]}}, nil)
		require.NoError(t, err)
		require.Equal(t, []message{{up, handshake, "ServerHelloDone", 4}, {up, handshake, "ClientKeyExchange", 5}}, said, "cut at %d", cut)
	}
}
