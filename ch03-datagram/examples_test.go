package datagram

import (
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestEcho(t *testing.T) {
	out := show(t, Echo)
	assert.Contains(t, out, `sent "hello, datagram", got back "hello, datagram"`)
	assert.Contains(t, out, `sent "", got back ""`, "an empty datagram is one")
	assert.Contains(t, out, "sent 9000 bytes, got back 9000 bytes")
	assert.Contains(t, out, "Serve returned <nil>")
}

func TestAgreedPort(t *testing.T) {
	out := show(t, AgreedPort)
	assert.Regexp(t, `second: .*(address already in use|Only one usage|#10048)`, out)
	agreed, source, found := strings.Cut(out, "i/o timeout")
	assert.True(t, found, "the second client waits in vain")
	assert.Contains(t, agreed, `first: got "for the second"`)
	assert.NotContains(t, agreed, `second: got`)
	assert.Contains(t, source, `second: got "for the second"`, "to the source, each gets its own")
}

func TestConnected(t *testing.T) {
	out := show(t, Connected)
	assert.Contains(t, out, "WriteTo another: ")
	if runtime.GOOS != "linux" {
		return
	}
	assert.Regexp(t, `connect has sent nothing: .*timeout`, out)
	assert.Regexp(t, `stranger: Read: .*connection refused`, out, "the port is in use, but not for a stranger")
	assert.Contains(t, out, "sendto with an address, all the same: <nil>")
	assert.Regexp(t, `now a stranger: .*timeout`, out, "connect replaces the peer")
}

func TestUninvited(t *testing.T) {
	out := show(t, Uninvited)
	assert.Contains(t, out, `trusting client: the answer is "pay me"`)
	assert.Regexp(t, `careful client: "pay me" is from .*, ignored`, out)
	assert.Contains(t, out, `careful client: the answer is "pay the baker"`)
	assert.Contains(t, out, `connected client: the answer is "pay the baker"`)
	assert.Regexp(t, `connected client: and then: .*timeout`, out, "the stranger's datagram never reached the socket")
}

func TestTruncate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("WSAEMSGSIZE: Read fails where Unix cuts")
	}
	out := show(t, Truncate)
	assert.Contains(t, out, `Read, 10 bytes of room: "a datagram", <nil>`, "no word of what is lost")
	assert.Contains(t, out, `Read again: "the next", <nil>`, "the rest is not kept for later")
	assert.Contains(t, out, `"a datagram", MSG_TRUNC true`)
	assert.Contains(t, out, `"the next", MSG_TRUNC false`)
	if runtime.GOOS == "linux" {
		assert.Contains(t, out, "the next datagram has 24 bytes\nserver: Read, 24 bytes of room: \"a datagram of 24 bytes..\"")
	}
}

func TestPktInfo(t *testing.T) {
	out := show(t, PktInfo)
	assert.Regexp(t, `open client: asked 127.0.0.2:(\d+), the answer is from 127.0.0.1:`, out)
	assert.Regexp(t, `connected client: .*timeout`, out)
	assert.Contains(t, out, "IP_PKTINFO: sent to 127.0.0.2, came in by lo")
	assert.Contains(t, out, `connected client: "who are you?" from 127.0.0.2:`)
}

func TestRefusedLater(t *testing.T) {
	out := show(t, RefusedLater)
	assert.Contains(t, out, "where nobody is: <nil>", "connect sends nothing, and so learns nothing")
	assert.Contains(t, out, "open client: WriteTo 2: <nil>")
	if runtime.GOOS != "linux" {
		return
	}
	assert.Regexp(t, `(?s)Write 1: <nil>.*Write 2: .*connection refused.*Write 3: <nil>.*client: Read: .*connection refused`, out)
	assert.Regexp(t, `kernel: connection refused: ICMP type 3 code 3 from 127.0.0.1; sent to 127.0.0.1:\d+: "anybody\?"`, out)
	assert.NotRegexp(t, `sent to .*: "hello\?"`, out, "a send that reports an earlier error has sent nothing")
}

func TestTooLong(t *testing.T) {
	if runtime.GOOS == "darwin" {
		t.Skip("net.inet.udp.maxdgram is 9,216 bytes there")
	}
	out := show(t, TooLong)
	assert.Contains(t, out, "IPv4, 65507 bytes in one Write: 65507 sent, <nil>")
	assert.Regexp(t, `IPv4, 65508 bytes in one Write: 0 sent, .*(message too long|larger than|#10040)`, out)
	assert.Contains(t, out, "IPv6, 65527 bytes in one Write: 65527 sent, <nil>")
}

func TestNoDestination(t *testing.T) {
	out := show(t, NoDestination)
	if runtime.GOOS != "linux" {
		t.Skip("the texts are Linux's:\n", out)
	}
	assert.Contains(t, out, "destination address required")
	assert.Regexp(t, `port 0: .*invalid argument`, out)
}
