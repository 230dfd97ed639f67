package stream

import (
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestArchive(t *testing.T) {
	shown := show(t, Archive)
	sizes := regexp.MustCompile(`} {2}(\d+) bytes`).FindAllStringSubmatch(shown, -1)
	require.Len(t, sizes, 2)
	first, _ := strconv.Atoi(sizes[0][1])
	second, _ := strconv.Atoi(sizes[1][1])
	assert.Greater(t, first, 2*second, "the type travels with the first value only")
	assert.Contains(t, shown, "{ID:3 Item:pen Count:0}", "fields are matched by name")
	assert.Contains(t, shown, "gob: wrong type", "a field that changed its type is refused")
	assert.Contains(t, shown, "decoder 2 on the connection: EOF", "the first decoder has read the second value")
	assert.Contains(t, shown, "decoder 2 on one bufio.Reader: {ID:6", "a shared buffer loses nothing")
	assert.Contains(t, shown, "frame too large", "a frame's bound is the value's")
}

func TestRPC(t *testing.T) {
	shown := show(t, RPC)
	assert.Contains(t, shown, `Counter.Count("hello") = 5, <nil>`)
	assert.Contains(t, shown, "nothing to count\nclient:   rpc.ServerError; errors.Is(err, errEmpty): false", "an error crosses as text")
	assert.Regexp(t, `(?s)seq 3 out: Counter.Wait.*seq 4 out.*seq 4 back.*"overtakes"\) = 9.*seq 3 back.*Wait\("first"\) = 5`, shown, "a later call may return first: its number says whose reply it is")
	assert.NotContains(t, shown, "seq 5 back", "no reply comes from a server that has closed")
	assert.Contains(t, shown, "the pending call: unexpected EOF", "a call without a reply fails")
	assert.Contains(t, shown, "rpc.ErrShutdown: true", "and so does every later one")
}
