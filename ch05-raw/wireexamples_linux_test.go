package raw

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSniff(t *testing.T) {
	netPrivate(t, func(t *testing.T) {
		out := showAlone(t, Sniff)
		assert.Regexp(t, `(?s)\| SYN seq 0 -+>\|.*\|<-+ SYN\+ACK seq 0 ack 1 \|.*\| ACK seq 1 ack 1 -+>\|`, out, "three segments, and connected")
		assert.Regexp(t, `(?s)\| PSH\+ACK seq 1 ack 1 "hello" -+>\|.*\|<-+ ACK seq 1 ack 6 \|`, out)
		assert.Regexp(t, `(?s)\|<-+ PSH\+ACK seq 1 ack 6 "HELLO" \|.*\| ACK seq 6 ack 6 -+>\|`, out)
		assert.Regexp(t, `(?s)\| FIN\+ACK seq 6 ack 6 -+>\|.*\|<-+ ACK seq 6 ack 7 \|`, out, "a FIN takes a sequence number")
		assert.Regexp(t, `(?s)\|<-+ FIN\+ACK seq 6 ack 7 \|.*\| ACK seq 7 ack 7 -+>\|`, out)
	})
}

func TestFilter(t *testing.T) {
	netPrivate(t, func(t *testing.T) {
		out := showAlone(t, Filter)
		assert.Contains(t, out, `everything: 52 bytes, UDP to port 4001 "wrong port"`)
		assert.Contains(t, out, "everything: 6 packets; the kernel counts 12, dropped 0\n", "each twice over lo")
		assert.Contains(t, out, "filtered: 52 bytes, UDP to port 4000 \"right port\"\nfiltered: 46 bytes, UDP to port 4000 \"last\"\nfiltered: 2 packets; the kernel counts 4, dropped 0\n")
		assert.Regexp(t, `unread: the kernel counts 12, dropped about [1-9]`, out, "the smallest buffer does not hold 12")
	})
}

func TestHandmadeUDP(t *testing.T) {
	netPrivate(t, func(t *testing.T) {
		out := showAlone(t, HandmadeUDP)
		assert.Contains(t, out, "kernel: length 40, id filled in: true, checksum right: true, source 127.0.0.1\n")
		assert.Contains(t, out, `server: "made by hand" from 127.0.0.1:4321`)
		assert.Contains(t, out, `server: "no checksum" from`, "for IPv4, zero is allowed")
		assert.Contains(t, out, "UdpInCsumErrors grew by 1\n")
		assert.Contains(t, out, `server: "who am I?" from 203.0.113.7:53`, "the source is whatever was written")
		assert.Contains(t, out, "network is unreachable\n")
	})
}

func TestHandmadeSYN(t *testing.T) {
	netPrivate(t, func(t *testing.T) {
		out := showAlone(t, HandmadeSYN)
		assert.Regexp(t, `(?s)bound to it: false.*\| SYN seq 0 -+>\|.*\|<-+ SYN\+ACK seq 0 ack 1 \|.*\| RST seq 1 -+>\|`, out, "the kernel's, not ours")
		assert.Regexp(t, `(?s)bound to it: true.*\| RST seq 1 -+>\|.*is 192.0.2.9`, out, "a bound port is no connection")
		assert.Contains(t, out, "client: got \"HELLO\", and nobody sent RST\n")
	})
}

func TestTraceroute(t *testing.T) {
	netPrivate(t, func(t *testing.T) {
		out := showAlone(t, Traceroute)
		assert.Contains(t, out, "client: ttl 1, port 33434: 192.0.2.2, time exceeded, ")
		assert.Contains(t, out, "client: ttl 2, port 33435: 192.0.2.6, time exceeded, ")
		assert.Contains(t, out, "client: ttl 3, port 33436: 192.0.2.10, time exceeded, ")
		assert.Contains(t, out, "client: ttl 4, port 33437: 192.0.2.14, port unreachable, ")
		assert.NotContains(t, out, "ttl 5")
		for hop := 1; hop <= 3; hop++ {
			assert.Contains(t, out, fmt.Sprintf("client: hops %d, port %d: 2001:db8:%d::2, time exceeded, ", hop, firstProbe+hop-1, hop))
		}
		assert.Contains(t, out, "client: hops 4, port 33437: 2001:db8:4::2, destination unreachable, ")
	})
}

func TestARP(t *testing.T) {
	netPrivate(t, func(t *testing.T) {
		out := showAlone(t, ARP)
		assert.Contains(t, out, "client: ARP      00 01 08 00 06 04 00 01\n", "Ethernet, IPv4, a request")
		assert.Contains(t, out, "far: ARP      00 01 08 00 06 04 00 02\n", "a reply")
		assert.Contains(t, out, "kernel: /proc/net/arp: 192.0.2.2 at no address\nfar: /proc/net/arp: 192.0.2.1 at 02:00:00:00:00:01\n")
		assert.Contains(t, out, "kernel: /proc/net/arp: 192.0.2.2 at 02:00:00:00:00:02\n")
		assert.Contains(t, out, "unasked\nfar: /proc/net/arp: 192.0.2.1 at 02:00:00:00:00:99\n", "anybody is believed")
	})
}
