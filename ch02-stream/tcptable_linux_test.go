package stream

import (
	"encoding/binary"
	"fmt"
	"net"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseEndpoint(t *testing.T) {
	// The kernel prints the four bytes as one number: 0100007F on a PC.
	loopback := fmt.Sprintf("%08X", binary.NativeEndian.Uint32([]byte{127, 0, 0, 1}))
	got, err := parseEndpoint(loopback + ":1F90")
	require.NoError(t, err)
	assert.Equal(t, netip.MustParseAddrPort("127.0.0.1:8080"), got)
	for _, bad := range []string{"", "0100007F", "0100007F:", "0100007:1F90", "0100007F:1F90F", "zz00007F:1F90", "00000000000000000000000001000000:1F90"} {
		_, err := parseEndpoint(bad)
		assert.Error(t, err, "%q is no IPv4 endpoint", bad)
	}
}

func TestParseTable(t *testing.T) {
	const titles = "  sl  local_address rem_address   st tx_queue rx_queue\n"
	rows, err := parseTable([]byte(titles + "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000\n"))
	require.NoError(t, err)
	require.Len(t, rows, 1)
	assert.Equal(t, "LISTEN", rows[0].state)
	for _, bad := range []string{"0: 1\n", "   0: 0100007F:1F90 00000000:0000 GG 0\n", "   0: 0100007F 00000000:0000 0A 0\n"} {
		_, err := parseTable([]byte(titles + bad))
		assert.Error(t, err, "%q is no row", bad)
	}
	rows, err = parseTable(nil)
	require.NoError(t, err)
	assert.Empty(t, rows)
}

// The kernel's own table holds a listener that we have just opened.
func TestTableState(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer ln.Close()
	nobody := &net.TCPAddr{IP: net.IPv4zero.To4()}
	state, err := tableState(ln.Addr(), nobody)
	require.NoError(t, err)
	assert.Equal(t, "LISTEN", state)
	state, err = tableState(nobody, nobody)
	require.NoError(t, err)
	assert.Equal(t, "gone", state, "an endpoint that is in no table")
}
