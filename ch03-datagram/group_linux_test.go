package datagram

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestBroadcast(t *testing.T) {
	netPrivate(t, func(t *testing.T) {
		out := showAlone(t, Broadcast)
		assert.Contains(t, out, "sender: SO_BROADCAST 0\nsender: write udp4 192.0.2.1:")
		assert.Contains(t, out, ": permission denied\n", "EACCES")
		for _, name := range []string{"near", "far"} {
			assert.Regexp(t, `(?s)255\.255\.255\.255:4000\n.*`+name+`: "to all" from 192\.0\.2\.1:`, out, "both hosts get one datagram")
		}
	})
}

func TestMulticast(t *testing.T) {
	netPrivate(t, func(t *testing.T) {
		out := showAlone(t, Multicast)
		assert.Contains(t, out, "IP_MULTICAST_TTL is 1 at first\n")
		assert.Contains(t, out, `near: "ttl 0"`)
		assert.NotContains(t, out, `far: "ttl 0"`, "it does not leave its host")
		assert.Contains(t, out, `far: "ttl 1"`)
		assert.NotContains(t, out, `near: "loop false"`, "the sender's own host does not hear it")
		assert.Contains(t, out, `far: "loop false"`)
		assert.Contains(t, out, `bystander: "to the group"`, "a neighbour's membership is enough")
		assert.Contains(t, out, "IP_MULTICAST_ALL 0\nbystander: \"to the port\"", "now it is not")
		assert.NotContains(t, out, `far: "after far left"`)
		assert.Contains(t, out, `far: "from the source" from 192.0.2.1:`)
		assert.NotContains(t, out, `"from another source"`)
	})
}

func TestSharing(t *testing.T) {
	netPrivate(t, func(t *testing.T) {
		out := showAlone(t, Sharing)
		assert.Contains(t, out, "address already in use\n")
		assert.Contains(t, out, `first: got "to 239.1.2.3"`, "the first one starves, but for the group")
		assert.Contains(t, out, `second: got "to 127.0.0.1, to 239.1.2.3"`)
		assert.Contains(t, out, "first: has some of the 96 datagrams of 32 clients: true\n")
		assert.Contains(t, out, "second: has some of the 96 datagrams of 32 clients: true\n")
		assert.Contains(t, out, "clients known 32, split between sockets 0\n")
		assert.Contains(t, out, "net.ListenPacket 239.1.2.3:4000 binds 0.0.0.0:4000\n")
		assert.Contains(t, out, `server: got "to 127.0.0.1, to 239.1.2.3"`, "nothing is taken away from it")
		assert.Contains(t, out, `group: got "to 239.1.2.3"`)
	})
}
