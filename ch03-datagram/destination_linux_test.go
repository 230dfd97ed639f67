package datagram

import (
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A server on [::] answers IPv4 and IPv6 from the address that was asked.
func TestBothFamiliesFromTheAddressAsked(t *testing.T) {
	server, err := Listen(t.Context(), "[::]:0")
	if err != nil {
		t.Skip("no IPv6: ", err)
	}
	defer server.Close()
	served := make(chan error, 1)
	go func() { served <- server.Serve(t.Context()) }()
	for _, asked := range []string{"127.0.0.1", "127.0.0.2", "::1"} {
		conn, err := net.ListenPacket("udp", net.JoinHostPort(map[bool]string{true: "::1", false: "127.0.0.1"}[asked == "::1"], "0"))
		require.NoError(t, err)
		defer conn.Close()
		_ = conn.SetDeadline(time.Now().Add(5 * time.Second))
		to := &net.UDPAddr{IP: net.ParseIP(asked), Port: server.Addr().(*net.UDPAddr).Port}
		_, err = conn.WriteTo([]byte("hello"), to)
		require.NoError(t, err)
		_, from, err := conn.ReadFrom(make([]byte, 10))
		require.NoError(t, err)
		assert.Equal(t, to.String(), from.String(), "the answer comes from the address asked")
	}
	require.NoError(t, server.Close())
	require.ErrorIs(t, <-served, net.ErrClosed)
}

// What was sent to many gets no answer, whichever family says so.
func TestForOneHost(t *testing.T) {
	pktinfo := func(level byte, data ...byte) []byte {
		header := []byte{byte(16 + len(data)), 0, 0, 0, 0, 0, 0, 0, level, 0, 0, 0, 8, 0, 0, 0}
		return append(header, data...)
	}
	unicast := pktinfo(0, 7, 0, 0, 0, 10, 0, 0, 1, 10, 0, 0, 1)
	assert.True(t, forOneHost(unicast))
	assert.Equal(t, pktinfo(0, 0, 0, 0, 0, 10, 0, 0, 1, 10, 0, 0, 1), unicast, "the route chooses the interface")
	assert.False(t, forOneHost(pktinfo(0, 7, 0, 0, 0, 10, 0, 0, 1, 10, 0, 0, 255)), "10.0.0.255 is a broadcast address")
	assert.False(t, forOneHost(pktinfo(0, 7, 0, 0, 0, 10, 0, 0, 1, 224, 0, 0, 1)), "224.0.0.1 is a group")

	of := func(ip string) []byte { return append(net.ParseIP(ip).To16(), 7, 0, 0, 0) }
	assert.False(t, forOneHost(pktinfo(41, of("ff02::1")...)), "ff02::1 is a group")
	global, local := pktinfo(41, of("2001:db8::1")...), pktinfo(41, of("fe80::1")...)
	assert.True(t, forOneHost(global))
	assert.Zero(t, global[len(global)-4], "the route chooses the interface")
	assert.True(t, forOneHost(local))
	assert.Equal(t, byte(7), local[len(local)-4], "fe80::1 is on every link: the interface stays")
	assert.True(t, forOneHost(nil), "a socket on one address is asked on that one")
}
