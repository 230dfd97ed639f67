package bsdapi

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestByteOrder(t *testing.T) {
	text := show(t, ByteOrder)
	assert.Contains(t, text, "little-endian  90 1f   read as big-endian: 36895")
	assert.Contains(t, text, "little-endian  01 00 00 7f   read as an address: 1.0.0.127")
	if runtime.GOOS != "windows" {
		assertInOrder(t, text, "forgets htons, and reaches 127.0.0.1:", "connection refused", "does not, and reaches")
	}
}

func TestSwapped(t *testing.T) {
	assert.Equal(t, 0x901F, swapped(0x1F90))
	assert.Equal(t, 0x5000, swapped(80))
}

func TestSockaddr(t *testing.T) {
	text := showAlone(t, Sockaddr)
	assertInOrder(t, text,
		"127.0.0.1:8080: 16 bytes", "sin_port       1f 90", "7f 00 00 01", "sin_zero",
		"[::1]:8080: 28 bytes", "sin6_port      1f 90", "sin6_addr", "::1", "sin6_scope_id",
		`"echo.sock": 12 bytes`, `"echo.sock\x00"`,
		`7 bytes`, `"\x00echo"`,
		"never bound: 2 bytes")
}

func TestResolve(t *testing.T) {
	text := showAlone(t, Resolve)
	assert.Contains(t, text, `"::ffff:127.0.0.1" IPv4-mapped, means 127.0.0.1`)
	assert.Contains(t, text, `"127.1"            no address`, "Go takes four numbers and nothing less")
	if runtime.GOOS != "windows" { // there localhost is the system's own, and in no file
		assert.Contains(t, text, "localhost: in the hosts file; 0 questions to DNS")
	}
	assert.Contains(t, text, "nobody.example.test.: no such host, IsNotFound true")
	assert.Contains(t, text, "ip4 only: [127.0.0.2]")
	assert.Contains(t, text, "ip6 only: [::1]")
	assert.Contains(t, text, "http over tcp: 80")
}

func TestInterfaces(t *testing.T) {
	private(t, func(t *testing.T) {
		text := show(t, Interfaces)
		assert.Contains(t, text, "198.51.100.130/25 mask 255.255.255.128 subnet 198.51.100.128/25")
		assert.Contains(t, text, "to 192.0.2.77     from 192.0.2.10 by front", "the subnet's interface")
		assert.Contains(t, text, "to 192.0.2.10     from 192.0.2.10 by lo", "one's own address is reached through lo")
		assert.Contains(t, text, "to 198.51.100.3   -1 ENETUNREACH", "the other half of the /24 is not on this wire")
		assertInOrder(t, text, "to 203.0.113.5    -1 ENETUNREACH", "add default", "to 203.0.113.5    from 192.0.2.10 by front, router 192.0.2.1")
	})
}
