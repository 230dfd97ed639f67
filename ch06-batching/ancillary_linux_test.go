package batching

import (
	"context"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// What is written is read back, and what is not well formed does no harm: a
// length that would cut nothing, or the last datagram away, is none.
func FuzzReadControl(f *testing.F) {
	var b controlBuffer
	f.Add(b[:writeControl(&b, &message{}, 1200)], 4000)
	f.Add([]byte{1, 2, 3}, 0)
	f.Fuzz(func(t *testing.T, oob []byte, n int) {
		m := message{data: make([]byte, max(n, 0)%maxDatagram)}
		readControl(oob, &m)
		require.GreaterOrEqual(t, m.segment, 0)
		require.LessOrEqual(t, m.segment, len(m.data))
		require.LessOrEqual(t, m.local.n, len(m.local.bytes))
		total := 0
		for _, one := range m.split(nil) {
			total += len(one.data)
		}
		require.Equal(t, len(m.data), total)
		forOneHost(&m.local)
		_, _ = parseNotice(oob) // whatever it is, it returns
	})
}

// UDP_SEGMENT goes out as a u16 behind the address, which stays as it was.
func TestWriteControl(t *testing.T) {
	m := message{local: origin{n: unix.CmsgSpace(unix.SizeofInet4Pktinfo)}}
	from := unix.PktInfo4(&unix.Inet4Pktinfo{Spec_dst: [4]byte{127, 0, 0, 2}})
	copy(m.local.bytes[:], from)
	var b controlBuffer
	got, err := unix.ParseSocketControlMessage(b[:writeControl(&b, &m, 1200)])
	require.NoError(t, err)
	require.Len(t, got, 2)
	assert.Equal(t, int32(unix.IP_PKTINFO), got[0].Header.Type)
	assert.Equal(t, int32(unix.UDP_SEGMENT), got[1].Header.Type)
	assert.Len(t, got[1].Data, 2)
}

// Over a path whose MTU is shorter than a segment, GSO is refused and a plain
// send is not: IP cuts it into fragments.
func TestSegmentsLongerThanMTU(t *testing.T) {
	private(t, func(t *testing.T) {
		out, err := exec.Command("ip", "link", "set", "lo", "mtu", "1500").CombinedOutput()
		require.NoError(t, err, "%s", out)
		server, client := serving(t, false)
		answers, err := client.EchoAll(context.Background(), distinct(8, 4000))
		require.NoError(t, err)
		assert.Len(t, answers, 8)
		assert.Equal(t, "mmsg gso gro", server.Path(), "the next path may be wider")
		assert.Equal(t, int64(8), client.Counts().Sent)
	})
}
