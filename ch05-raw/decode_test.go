package raw

import (
	"encoding/hex"
	"errors"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func bytesOf(t testing.TB, text string) []byte {
	b, err := hex.DecodeString(strings.Join(strings.Fields(text), ""))
	require.NoError(t, err)
	return b
}

// A ping that a kernel sent: 84 bytes of IPv4, of which 64 are ICMP.
const pingPacket = `45000054 a1b24000 4001 9af4 7f000001 7f000001
	0800 ee40 1234 0001 68656c6c6f`

func TestIPv4OfAKernel(t *testing.T) {
	b := bytesOf(t, pingPacket)
	h, payload, err := ParseIPv4(b)
	require.NoError(t, err)
	assert.Equal(t, 84, int(h.Length), "the packet was cut, its header was not")
	assert.True(t, h.DontFragment)
	assert.False(t, h.MoreFragments)
	assert.Equal(t, uint8(ProtocolICMP), h.Protocol)
	assert.Equal(t, netip.MustParseAddr("127.0.0.1"), h.Src)
	assert.Zero(t, Checksum(b[:20]), "over a header with its checksum the sum is 0")
	assert.Equal(t, h.Checksum, h.Complete(64).Checksum)
	m, err := ParseICMP(payload)
	require.NoError(t, err)
	assert.Equal(t, "echo request", m.Name(false))
	assert.Equal(t, uint16(0x1234), m.ID())
	assert.Equal(t, uint16(1), m.Sequence())
}

func TestTruncatedHeaders(t *testing.T) {
	for name, parse := range map[string]func([]byte) error{
		"IPv4 header":     func(b []byte) error { _, _, err := ParseIPv4(b); return err },
		"IPv6 header":     func(b []byte) error { _, _, err := ParseIPv6(b); return err },
		"UDP header":      func(b []byte) error { _, _, err := ParseUDP(b); return err },
		"TCP header":      func(b []byte) error { _, _, err := ParseTCP(b); return err },
		"ICMP message":    func(b []byte) error { _, err := ParseICMP(b); return err },
		"Ethernet header": func(b []byte) error { _, _, err := ParseEthernet(b); return err },
		"ARP packet":      func(b []byte) error { _, err := ParseARP(b); return err },
	} {
		var truncated Truncated
		require.True(t, errors.As(parse(make([]byte, 7)), &truncated), name)
		assert.Equal(t, name, truncated.Header)
		assert.Equal(t, 7, truncated.Have)
	}
	_, _, err := ParseIPv4(append([]byte{0x46}, make([]byte, 19)...))
	assert.Equal(t, Truncated{"IPv4 header", 24, 20}, err, "the header says that it has options")
}

func TestMalformedHeaders(t *testing.T) {
	h := bytesOf(t, pingPacket)
	for why, change := range map[string]func([]byte){
		"another version":           func(b []byte) { b[0] = 0x65 },
		"shorter than any":          func(b []byte) { b[0] = 0x44 },
		"the packet ends inside it": func(b []byte) { b[2], b[3] = 0, 19 },
	} {
		b := append([]byte(nil), h...)
		change(b)
		_, _, err := ParseIPv4(b)
		assert.Equal(t, Malformed{"IPv4 header", why}, err)
	}
}

// Padding behind a short packet is no part of it.
func TestPaddingIsCutOff(t *testing.T) {
	h := IPv4{TTL: 1, Protocol: ProtocolUDP, Src: netip.MustParseAddr("10.0.0.1"), Dst: netip.MustParseAddr("10.0.0.2")}
	b := append(h.Complete(2).Append(nil), "hi------"...)
	_, payload, err := ParseIPv4(b)
	require.NoError(t, err)
	assert.Equal(t, "hi", string(payload))
}

// Bits that have no meaning yet are kept, and are no reason to refuse.
func TestReservedBits(t *testing.T) {
	b := bytesOf(t, pingPacket)
	b[6] |= 0x80
	h, _, err := ParseIPv4(b)
	require.NoError(t, err)
	assert.True(t, h.Reserved)
	assert.Equal(t, b[:20], h.Append(nil))
	segment := TCP{Flags: SYN | ECE | CWR, Reserved: 1}.Append(nil) // AccECN's SYN
	s, _, err := ParseTCP(segment)
	require.NoError(t, err)
	assert.Equal(t, uint8(1), s.Reserved)
	assert.Equal(t, segment, s.Append(nil))
}

func TestTCPOptionsOfASYN(t *testing.T) {
	o, err := ParseTCPOptions(bytesOf(t, "020405b4 0402 080a 00000001 00000002 01 030307"))
	require.NoError(t, err)
	assert.Equal(t, TCPOptions{MSS: 1460, WindowScale: 7, SACKPermitted: true, Timestamp: true, TSVal: 1, TSEcr: 2}, o)
	for _, bad := range []string{"02", "0200", "0203aa", "020405", "0303"} {
		_, err := ParseTCPOptions(bytesOf(t, bad))
		assert.Error(t, err, bad)
	}
}

func TestIPv6Transport(t *testing.T) {
	h := IPv6{NextHeader: extHopByHop}
	protocol, rest, offset, err := h.Transport(bytesOf(t, "3c00 000000000000 1101 000000000000 0000000000000000 c0de"))
	require.NoError(t, err)
	assert.Equal(t, uint8(ProtocolUDP), protocol)
	assert.Zero(t, offset)
	assert.Equal(t, []byte{0xc0, 0xde}, rest)
	h.NextHeader = extFragment
	_, _, offset, err = h.Transport(bytesOf(t, "1100 0b51 00000001 ffff"))
	require.NoError(t, err)
	assert.Equal(t, 0x0b50, offset, "a fragment that is not the first has no ports in it")
	_, _, _, err = h.Transport(make([]byte, 7))
	assert.Equal(t, Truncated{"IPv6 extension", 8, 7}, err)
}

func TestChecksum(t *testing.T) {
	// RFC 1071 section 3: these words have the sum ddf2.
	assert.Equal(t, ^uint16(0xddf2), Checksum(bytesOf(t, "0001f203f4f5f6f7")))
	assert.Equal(t, uint16(0xffff), Checksum(nil))
	assert.Equal(t, Checksum([]byte{1, 2, 3, 0}), Checksum([]byte{1, 2, 3}), "a zero follows an odd byte")
	assert.Equal(t, Checksum([]byte{1, 2, 3, 4}), Checksum([]byte{3, 4}, []byte{1, 2}), "words may change places")
	assert.Equal(t, uint16(0xffff), Checksum(make([]byte, 65535)))
	all := make([]byte, 65535)
	for i := range all {
		all[i] = 0xff
	}
	assert.Equal(t, uint16(0x00ff), Checksum(all), "32,767 carries, and an odd byte at the end")
}

func TestUDPChecksumIsNeverZero(t *testing.T) {
	src, dst := netip.MustParseAddr("0.0.0.0"), netip.MustParseAddr("0.0.0.0")
	h := UDP{Src: 0xffff - 17 - 10 - 10, Dst: 0}
	b := h.Datagram(src, dst, []byte{0, 0})
	assert.Equal(t, []byte{0xff, 0xff}, b[6:8], "0 would mean that there is none")
	assert.Equal(t, uint16(0), TransportChecksum(src, dst, ProtocolUDP, b))
}
