package batching

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMMsg(t *testing.T) {
	out := show(t, MMsg)
	assert.Contains(t, out, "client: sendmmsg, 5 messages: 5 sent, <nil>")
	assert.Contains(t, out, `5 received: ["a" "bb" "ccc" "dddd" "eeeee"]`)
	assert.Contains(t, out, "nothing left: resource temporarily unavailable")
	assert.Contains(t, out, "the third too long: 2 sent, <nil>", "the error is not this call's")
	assert.Contains(t, out, "from the third on: 0 sent, message too long")
	assert.Contains(t, out, `4 received: ["a" "bb" "dddd" "eeeee"]`)
}

func TestGSO(t *testing.T) {
	out := show(t, GSO)
	assert.Contains(t, out, "the last is short: <nil>\nserver: 4 read, as many datagrams: the first of 1200 bytes, the last of 400")
	assert.Contains(t, out, "64 segments: <nil>\nserver: 64 read")
	assert.Contains(t, out, "129 segments: invalid argument")
	assert.Contains(t, out, "one datagram holds: <nil>\nserver: 55 read, as many datagrams: the first of 1200 bytes, the last of 707")
	assert.Contains(t, out, "one byte more: message too long")
	assert.Contains(t, out, "SO_NO_CHECK: invalid argument")
}

func TestGRO(t *testing.T) {
	out := show(t, GRO)
	assert.Contains(t, out, "4000 bytes, UDP_GRO 1200, MSG_TRUNC false: [1200 1200 1200 400]")
	assert.Contains(t, out, "2000 bytes, UDP_GRO 1200, MSG_TRUNC true: [1200 800]")
	assert.Contains(t, out, "what had no room: resource temporarily unavailable", "it is lost")
	assert.Contains(t, out, "1200 bytes, no UDP_GRO, MSG_TRUNC false: [1200]")
}

func TestZeroCopy(t *testing.T) {
	out := show(t, ZeroCopy)
	seen := regexp.MustCompile(`server: about (\d+) "A", about (\d+) "B": (.*)`).FindAllStringSubmatch(out, -1)
	require.Len(t, seen, 2, "%s", out)
	assert.NotEqual(t, "0", seen[0][2], "what was in the queue is changed with the buffer")
	assert.Equal(t, "not what was sent", seen[0][3])
	assert.Equal(t, "0", seen[1][2], "who waits for the notice sends what was in the buffer")
	assert.Contains(t, out, "done with every send, copied true: <nil>")
}

func TestFallback(t *testing.T) {
	out := show(t, Fallback)
	assert.Contains(t, out, "input/output error; path: mmsg gro")
	assert.Contains(t, out, "client: 10 messages: 2 system calls, 10 datagrams", "the one that failed, and one for all")
	assert.Contains(t, out, "client: 10 messages: 1 system calls, 10 datagrams", "GSO is not tried again")
}

func TestNoBuffers(t *testing.T) {
	private(t, func(t *testing.T) {
		out := show(t, NoBuffers)
		_, after, found := strings.Cut(out, "MSG_ZEROCOPY: 2000 sent, <nil>")
		assert.True(t, found)
		refused, free, found := strings.Cut(after, "client: reads a notice: sends 0 to 0")
		assert.True(t, found)
		assert.Contains(t, refused, "0 sent, no buffer space available")
		assert.Contains(t, free, "2000 sent, <nil>", "a notice that is read makes room")
	})
}

func TestEcho(t *testing.T) {
	out := show(t, Echo)
	calls := regexp.MustCompile(`1000 datagrams in, 1000 out, about (\d+) system calls`).FindAllStringSubmatch(out, -1)
	require.Len(t, calls, 2, "%s", out)
	plain, _ := strconv.Atoi(calls[0][1])
	batched, _ := strconv.Atoi(calls[1][1])
	assert.GreaterOrEqual(t, plain, 2000, "two calls for each datagram")
	assert.Less(t, batched, plain/10)
}
