package datagram

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestMTU(t *testing.T) {
	netPrivate(t, func(t *testing.T) {
		out := showAlone(t, MTU)
		const tooLong = ": message too long\n"
		assert.Regexp(t, `_DONT\n.*\n.*\nserver: 1400 bytes\nrouter: FragCreates 2\nfar: ReasmOKs 1\n`, out, "cut on the way, and whole again")
		assert.Contains(t, out, "_WANT\nkernel: IP_MTU 1500\nclient: send 1401 bytes: ok\nclient: receive: read"+tooLong+
			"kernel: IP_MTU 1000\nrouter: OutDestUnreachs 1\n", "the router's ICMP message, as a late error")
		assert.Contains(t, out, "server: 1402 bytes\nnear: FragCreates 2\nfar: ReasmOKs 2\n", "cut here")
		assert.Contains(t, out, "_DO\nkernel: IP_MTU 1000\nclient: send 1403 bytes: write"+tooLong)
		assert.Contains(t, out, "server: 972 bytes\nnear: FragCreates 2\nfar: ReasmOKs 2\n", "it fits: nothing more was cut")
		assert.Contains(t, out, "_PROBE\nkernel: IP_MTU 1000\nclient: send 1404 bytes: ok\nclient: receive: read"+tooLong)
		assert.Contains(t, out, "kernel: message too long: ICMP type 3 code 4 from 192.0.2.2, MTU 1000\n", "what the router said")
		for _, lost := range []string{"1401", "1404"} {
			assert.NotContains(t, out, "server: "+lost, "the router dropped it, and nobody sends it again")
		}
	})
}
