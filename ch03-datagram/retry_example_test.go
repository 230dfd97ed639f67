package datagram

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRetry(t *testing.T) {
	out := show(t, Retry)
	told := regexp.MustCompile(`(?s)4 not answered in time; RTO doubled to (\S+)\nclient: 4 sent, time 2; waiting (\S+) at most
client: 4 not answered in time; RTO doubled to (\S+)\n.*5 sent, time 1; waiting (\S+) at most.*5 answered: RTT [^,]+, RTO (\S+)`).FindStringSubmatch(out)
	require.NotNil(t, told, out)
	var rto [5]time.Duration
	for i, text := range told[1:] {
		var err error
		rto[i], err = time.ParseDuration(text)
		require.NoError(t, err)
	}
	assert.Equal(t, rto[0], rto[1], "what was doubled is waited for")
	assert.Equal(t, 2*rto[1], rto[2])
	assert.Equal(t, rto[2], rto[3], "Karn: the doubled timeout stays for the next message")
	assert.Less(t, rto[4], rto[3], "a sample ends it")
	answered := regexp.MustCompile(`client: \d (answered: RTT|answered, after)`).FindAllString(out, -1)
	assert.Len(t, answered, retryMessages, "each is answered, once")
	assert.Regexp(t, `server: \d came [23]×, acted on 1×`, out, "what came twice is acted on once")
	assert.Equal(t, retryMessages, strings.Count(out, "acted on 1×"))
	t.Log(out)
}
