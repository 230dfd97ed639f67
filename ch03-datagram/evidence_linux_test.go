package datagram

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestOverflow(t *testing.T) {
	netPrivate(t, func(t *testing.T) {
		out := showAlone(t, Overflow)
		assert.Contains(t, out, "client: sent 100 datagrams, errors 0\n", "the sender is not told")
		assert.Contains(t, out, "server: came and lost make 100; the counts agree: true\n")
		assert.NotContains(t, out, "RcvbufErrors about 0\n")
	})
}

func TestDSCP(t *testing.T) {
	out := show(t, DSCP)
	const v4, v6 = "server: IP_TOS, length 1: ", "server: IPV6_TCLASS, length 4: "
	assert.Contains(t, out, "IP_TOS 0x00 for the socket\n"+v4+"0x00, DSCP 0, ECN Not-ECT\n")
	assert.Contains(t, out, "IP_TOS 0xb8 for the socket\n"+v4+"0xb8, DSCP 46, ECN Not-ECT\n", "expedited forwarding")
	assert.Contains(t, out, v4+"0xba, DSCP 46, ECN ECT(0)\n", "the same, and ECN")
	assert.Contains(t, out, "IP_TOS 0x2e for the socket\n"+v4+"0x2e, DSCP 11, ECN ECT(0)\n", "46 that was not shifted")
	assert.Contains(t, out, "beside one message\n"+v4+"0x88, DSCP 34, ECN Not-ECT\nclient: nothing beside the next\n"+v4+"0x04, DSCP 1,")
	assert.Contains(t, out, "IPV6_TCLASS 0xba for the socket\n"+v6+"0xba, DSCP 46, ECN ECT(0)\n")
	assert.Contains(t, out, "beside one message\n"+v6+"0x88, DSCP 34, ECN Not-ECT\nclient: nothing beside the next\n"+v6+"0xba,")
}
