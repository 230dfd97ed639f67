package datagram

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRetry(t *testing.T) {
	out := show(t, Retry)
	assert.Regexp(t, `4 not answered in time; RTO doubled to 500ms\nclient: 4 sent, time 2; waiting 500ms at most\nclient: 4 not answered in time; RTO doubled to 1s`, out)
	assert.Contains(t, out, "client: 5 sent, time 1; waiting 1s at most\n", "Karn: the doubled timeout stays for the next message")
	assert.Regexp(t, `5 answered: RTT [^,]+, RTO 250ms\n`, out, "a sample ends it")
	answered := regexp.MustCompile(`client: \d (answered: RTT|answered, after)`).FindAllString(out, -1)
	assert.Len(t, answered, retryMessages, "each is answered, once")
	assert.Regexp(t, `server: \d came [23]×, acted on 1×`, out, "what came twice is acted on once")
	assert.Equal(t, retryMessages, strings.Count(out, "acted on 1×"))
	t.Log(out)
}
