package securestream

import (
	"net"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A server on every address of the machine can be trusted at every one.
func TestEveryAddressIsCertified(t *testing.T) {
	for _, addr := range []string{":7007", "0.0.0.0:7007", "[::]:7007"} {
		assert.Subset(t, hosts(addr), machine(t), addr)
	}
	assert.Equal(t, []string{"localhost", "127.0.0.1", "::1", "192.0.2.1"}, hosts("192.0.2.1:7007"))
	assert.Equal(t, []string{"localhost", "127.0.0.1", "::1", "a.example"}, hosts("a.example:7007"))

	authority, err := NewAuthority("test")
	require.NoError(t, err)
	cert, err := authority.Issue(ForServer(hosts(":7007")...))
	require.NoError(t, err, "whatever this machine is called")
	for _, host := range machine(t) {
		assert.NoError(t, cert.Leaf.VerifyHostname(host))
	}
}

// machine is what others reach this machine by.
func machine(t *testing.T) []string {
	t.Helper()
	all := []string{"127.0.0.1"}
	addresses, err := net.InterfaceAddrs()
	require.NoError(t, err)
	for _, a := range addresses {
		if ip, _, err := net.ParseCIDR(a.String()); err == nil && ip.IsGlobalUnicast() {
			all = append(all, ip.String())
		}
	}
	return all
}

func TestIsName(t *testing.T) {
	for _, name := range []string{"localhost", "desk-12", "a.b.example"} {
		assert.True(t, isName(name), name)
	}
	for _, name := range []string{"", ".", "a..b", "Ünal's Mac", "a b", "a.", "(none)"} {
		assert.False(t, isName(name), name)
	}
}
