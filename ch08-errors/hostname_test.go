package sockerrors

import (
	"errors"
	"net"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseHostName(t *testing.T) {
	for _, c := range []struct {
		in, canonical string
		kind          HostNameKind
	}{
		{"www.example.com", "www.example.com", DomainName},
		{"LOCALHOST", "localhost", DomainName},
		{"example.com.", "example.com", DomainName},
		{"3com.example", "3com.example", DomainName},
		{"r3---sn.example", "r3---sn.example", DomainName},
		{"b\u00fccher.example", "xn--bcher-kva.example", DomainName},
		{"B\u00dcCHER.example", "xn--bcher-kva.example", DomainName},
		{"xn--bcher-kva.example", "xn--bcher-kva.example", DomainName},
		{strings.Repeat("a", 63), strings.Repeat("a", 63), DomainName},
		{"192.0.2.1", "192.0.2.1", Ipv4},
		{"2001:DB8::0:1", "2001:db8::1", Ipv6},
		{"::ffff:192.0.2.1", "::ffff:192.0.2.1", Ipv6},
		{"fe80::1%3", "fe80::1%3", Ipv6},
		{"00:1a:7d:da:71:13", "(00:1A:7D:DA:71:13)", Bluetooth},
		{"(00:1A:7D:DA:71:13)", "(00:1A:7D:DA:71:13)", Bluetooth},
	} {
		h, err := ParseHostName(c.in)
		require.NoError(t, err, c.in)
		assert.Equal(t, HostName{c.in, c.canonical, c.kind}, h)
	}
}

func TestParseHostNameRefuses(t *testing.T) {
	for name, documented := range map[string]bool{
		"": true, "two words": true, "a/b": true, "user@host": true, "a\x00b": true,
		"host_1.example": false, "-a.example": false, "a-.example": false,
		".": false, "..": false, ".example": false, "a..example": false, "a.example..": false,
		strings.Repeat("a", 64): false, strings.Repeat("a.", 127) + "a": false,
		"127.1": false, "0x7f.1": false, "2130706433": false, "192.0.2.010": false,
		"256.0.0.1": false, "1.2.3.4.5": false, "example.123": false, "0x": false,
		"[::1]": false, "::1%": false, "example.com:80": false, "192.0.2.1:80": false,
		"http://example.com": false, "xn--a.example": false, "\xff.example": false, "00:1a:7d:da:71": false,
		"00:1a:7d:da:71:1g": false, "+1:1a:7d:da:71:13": false,
	} {
		_, err := ParseHostName(name)
		var refused *HostNameError
		require.ErrorAs(t, err, &refused, "%q", name)
		assert.Equal(t, name, refused.Name)
		assert.Equal(t, documented, refused.Documented, "%q: %s", name, refused.Problem)
	}
}

func TestHostNamesAreEqualByCanonicalName(t *testing.T) {
	parse := func(s string) HostName {
		h, err := ParseHostName(s)
		require.NoError(t, err)
		return h
	}
	assert.True(t, parse("Example.COM.").IsEqual(parse("example.com")))
	assert.True(t, parse("2001:db8:0::1").IsEqual(parse("2001:db8::1")))
	assert.False(t, parse("fe80::1%3").IsEqual(parse("fe80::1%4")), "a zone is part of the address")
	assert.Equal(t, "HostNameKind(4)", HostNameKind(4).String())
}

func FuzzParseHostName(f *testing.F) {
	for _, name := range hostNames {
		f.Add(name)
	}
	f.Add("xn--fa-hia.example")
	f.Add("\uff11\uff12\uff17\u30021")
	f.Fuzz(func(t *testing.T, s string) {
		h, err := ParseHostName(s)
		if err != nil {
			return
		}
		assert.Equal(t, s, h.Raw)
		again, err := ParseHostName(h.Canonical)
		require.NoError(t, err, "%q is canonical", h.Canonical)
		assert.Equal(t, h.Kind, again.Kind)
		assert.Equal(t, h.Canonical, again.Canonical)
		_, legacy := LegacyIPv4(h.Canonical)
		assert.Equal(t, h.Kind == Ipv4, legacy, "no name is an address for getaddrinfo: %q", h.Canonical)
		if h.Kind == DomainName {
			assert.True(t, isASCII(h.Canonical))
			assert.LessOrEqual(t, len(h.Canonical), 253)
		}
	})
}

// What inet_aton(3) reads was compared with getaddrinfo(3) of glibc 2.36,
// AI_NUMERICHOST.
func TestLegacyIPv4(t *testing.T) {
	for in, want := range map[string]string{
		"192.0.2.1": "192.0.2.1", "127.1": "127.0.0.1", "0x7f.1": "127.0.0.1", "0X7F.1": "127.0.0.1",
		"0177.0.0.1": "127.0.0.1", "2130706433": "127.0.0.1", "192.0.2.01": "192.0.2.1",
		"1.2.3": "1.2.0.3", "1": "0.0.0.1", "0": "0.0.0.0", "1.2.65535": "1.2.255.255", "4294967295": "255.255.255.255",
	} {
		addr, ok := LegacyIPv4(in)
		require.True(t, ok, in)
		assert.Equal(t, netip.MustParseAddr(want), addr, in)
	}
	for _, in := range []string{
		"", ".", "1.", "256.0.0.1", "1.2.65536", "4294967296", "08.1.1.1", "0x", "0xg", "1.2.3.4.5", "1.2.3.4 ", "+1", "1_0", "0o17", "example",
	} {
		_, ok := LegacyIPv4(in)
		assert.False(t, ok, "%q", in)
	}
}

func TestHostname(t *testing.T) {
	text := show(t, Hostname)
	for _, want := range []string{
		`127\.1 +refused \? +refused +127\.0\.0\.1`,
		`0x7f\.1 +refused \? +asks the DNS +127\.0\.0\.1`,
		`host_1\.example +refused \? +asks the DNS +a name`,
		`two words +refused +refused +a name`,
		`www\.example\.com +DomainName +asks the DNS +a name`,
		`canonical xn--bcher-kva\.example`,
		"NXDOMAIN.*\nclient: no such host; IsNotFound true, IsTimeout false.*\nlibc: EAI_NONAME; in Winsock WSAHOST_NOT_FOUND .11001",
		"NOERROR.*\nclient: no such host; IsNotFound true.*\nlibc: EAI_NODATA; in Winsock WSANO_DATA .11004",
		"SERVFAIL.*\nclient: server misbehaving; IsNotFound false, IsTimeout false, IsTemporary true\nlibc: EAI_AGAIN; in Winsock WSATRY_AGAIN",
		"REFUSED.*\nclient: server misbehaving; IsNotFound false, IsTimeout false, IsTemporary false\nlibc: EAI_AGAIN",
		"the whole over TCP\nclient: .192.0.2.7., error <nil>",
		"hangs up over TCP\nclient: EOF; IsNotFound false, IsTimeout false",
		"no DNS message\nclient: i/o timeout; IsNotFound false, IsTimeout true",
		"another query\nclient: i/o timeout; IsNotFound false, IsTimeout true",
		"says nothing\nclient: i/o timeout; IsNotFound false, IsTimeout true",
	} {
		assert.Regexp(t, want, text)
	}
	for line := range strings.Lines(text) {
		assert.LessOrEqual(t, len([]rune(line)), 81, "%q fits a terminal", line)
	}
}

// A lookup error says which server was meant, not which was asked.
func TestDNSErrorNamesTheConfiguredServer(t *testing.T) {
	server, err := serveDNS(t.Context(), dnsFailures[2])
	require.NoError(t, err)
	defer server.stop()
	_, err = server.resolver().LookupNetIP(t.Context(), "ip4", "host.test.")
	var failed *net.DNSError
	require.True(t, errors.As(err, &failed))
	assert.NotEqual(t, server.udp.LocalAddr().String(), failed.Server)
}
