package wire

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/google/gopacket/layers"
	"github.com/google/gopacket/pcapgo"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What was written is what another reader finds.
func TestFile(t *testing.T) {
	n := newNetwork(t)
	tunnel := n.udp("127.0.0.1:1", "127.0.0.1:2", "bare")
	tunnel.Packet.Interface, tunnel.Packet.Data = Interface{Index: 5, Name: "tun0", Bare: true}, tunnel.Packet.Data[14:]
	tunnel.Packet.Length = 2000
	n.on = cable
	events := []Event{tunnel, n.udp("127.0.0.1:1", "127.0.0.1:2", "one"), {Time: n.now, Print: "client: no packet\n"}, n.udp("127.0.0.1:1", "127.0.0.1:2", "")}
	var out bytes.Buffer
	f, err := NewFile(&out)
	require.NoError(t, err)
	for _, e := range events {
		require.NoError(t, f.Write(e))
	}
	require.NoError(t, f.Flush())

	r, err := pcapgo.NewNgReader(&out, pcapgo.NgReaderOptions{WantMixedLinkType: true})
	require.NoError(t, err)
	for _, want := range []Event{events[0], events[1], events[3]} {
		data, info, err := r.ReadPacketData()
		require.NoError(t, err)
		assert.Equal(t, want.Packet.Data, data)
		assert.Equal(t, want.Packet.Length, info.Length)
		assert.Equal(t, want.Time.UnixNano(), info.Timestamp.UnixNano(), "to the nanosecond")
		on, err := r.Interface(info.InterfaceIndex)
		require.NoError(t, err)
		assert.Equal(t, want.Packet.Interface.Name, on.Name)
		link := layers.LinkTypeEthernet
		if want.Packet.Interface.Bare {
			link = layers.LinkTypeRaw
		}
		assert.Equal(t, link, on.LinkType)
	}
	_, _, err = r.ReadPacketData()
	require.ErrorIs(t, err, io.EOF)
}

type full struct{}

var errFull = errors.New("no space left on device")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestFileIsFull(t *testing.T) {
	f, err := NewFile(full{})
	if err == nil { // it is buffered
		err = f.Flush()
	}
	require.ErrorIs(t, err, errFull)
}
