package raw

import (
	"net"
	"net/netip"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// openTestCapture closes itself, and does not wait for ever.
func openTestCapture(t *testing.T, c CaptureConfig) *Capture {
	t.Helper()
	capture, err := OpenCapture(c)
	require.NoError(t, err)
	t.Cleanup(func() { _ = capture.Close() }) // a test may have closed it
	require.NoError(t, capture.SetReadDeadline(time.Now().Add(allowedTime)))
	return capture
}

func sendTestDatagram(t *testing.T, text string) {
	t.Helper()
	require.NoError(t, filterSend(t.Context(), "udp4", "127.0.0.1:4000", text))
}

func TestCaptureRawAndCooked(t *testing.T) {
	netPrivate(t, func(t *testing.T) {
		frames := openTestCapture(t, CaptureConfig{Interface: "lo"})
		packets := openTestCapture(t, CaptureConfig{Interface: "lo", Cooked: true})
		before := time.Now()
		sendTestDatagram(t, "hello")
		sendTestDatagram(t, "again")
		raw, err := frames.Read(make([]byte, 2000))
		require.NoError(t, err)
		cooked, err := packets.Read(make([]byte, 2000))
		require.NoError(t, err)
		assert.Equal(t, raw.Data[14:], cooked.Data, "cooked is without the link's header")
		assert.Equal(t, uint16(unix.ETH_P_IP), raw.Protocol)
		assert.Equal(t, 14+20+8+5, raw.Length)
		assert.WithinRange(t, raw.Time, before.Add(-time.Millisecond), time.Now())
		assert.True(t, raw.Unsummed, "lo does not compute checksums")
		assert.False(t, raw.Outgoing)
		second, err := frames.Read(make([]byte, 2000))
		require.NoError(t, err)
		assert.Equal(t, "again", string(second.Data[42:]), "each packet comes once")
	})
}

func TestCaptureBothWaysOnACable(t *testing.T) {
	netPrivate(t, func(t *testing.T) {
		far, err := twoHosts(t.Context())
		require.NoError(t, err)
		defer far.close()
		sender := openTestCapture(t, CaptureConfig{Interface: "wire"})
		watcher := openTestCapture(t, CaptureConfig{Interface: "wire"})
		wire, err := net.InterfaceByName("wire")
		require.NoError(t, err)
		request := ARPPacket{
			Operation: ARPRequest, SenderHardware: wire.HardwareAddr, SenderIP: netip.MustParseAddr("192.0.2.1"),
			TargetHardware: make([]byte, 6), TargetIP: netip.MustParseAddr("192.0.2.2"),
		}
		require.NoError(t, sender.Send(wireARP(arpEveryone, request)))
		p, err := watcher.Read(make([]byte, 2000))
		require.NoError(t, err)
		assert.True(t, p.Outgoing, "what this host sends")
		assert.Equal(t, wire.HardwareAddr, p.From)
		p, err = sender.Read(make([]byte, 2000))
		require.NoError(t, err)
		assert.False(t, p.Outgoing, "a capture does not hear itself, but the answer")
		assert.Equal(t, p.Data[6:12], []byte(p.From), "the frame's source")
	})
}

func TestCaptureShortBufferAndCut(t *testing.T) {
	netPrivate(t, func(t *testing.T) {
		whole := openTestCapture(t, CaptureConfig{Interface: "lo", Cooked: true})
		cut := openTestCapture(t, CaptureConfig{Interface: "lo", Cooked: true, Filter: []bpf.Instruction{bpf.RetConstant{Val: 20}}})
		sendTestDatagram(t, "hello")
		p, err := whole.Read(make([]byte, 10))
		require.NoError(t, err)
		assert.Len(t, p.Data, 10, "never more than there is room for")
		assert.Equal(t, 33, p.Length)
		p, err = cut.Read(make([]byte, 2000))
		require.NoError(t, err)
		assert.Len(t, p.Data, 20, "the filter kept 20 bytes")
		assert.Equal(t, 33, p.Length, "of this many")
	})
}

func TestCaptureFilterFromTheFirstPacketOn(t *testing.T) {
	netPrivate(t, func(t *testing.T) {
		stop, stopped := make(chan struct{}), make(chan struct{})
		go func() {
			defer close(stopped)
			for {
				select {
				case <-stop:
					return
				default:
					_ = filterSend(t.Context(), "udp4", "127.0.0.1:4001", "noise") // or less noise
				}
			}
		}()
		defer func() { close(stop); <-stopped }()
		for range 200 {
			none := openTestCapture(t, CaptureConfig{Filter: []bpf.Instruction{bpf.RetConstant{Val: 0}}})
			stats, err := none.Stats()
			require.NoError(t, err)
			require.Zero(t, stats.Packets, "nothing slips in before the filter")
			require.NoError(t, none.Close())
		}
	})
}

func TestCaptureDrops(t *testing.T) {
	netPrivate(t, func(t *testing.T) {
		small := openTestCapture(t, CaptureConfig{Interface: "lo", Buffer: 1})
		for range 100 {
			sendTestDatagram(t, "nobody reads this")
		}
		stats, err := small.Stats()
		require.NoError(t, err)
		assert.Equal(t, uint32(200), stats.Packets, "each as sent and as received")
		assert.Greater(t, stats.Drops, uint32(100))
		again, err := small.Stats()
		require.NoError(t, err)
		assert.Zero(t, again, "counted since the last time")
	})
}

func TestCaptureEnds(t *testing.T) {
	netPrivate(t, func(t *testing.T) {
		c := openTestCapture(t, CaptureConfig{Interface: "lo"})
		require.NoError(t, c.SetReadDeadline(time.Unix(1, 0)))
		_, err := c.Read(make([]byte, 10))
		require.ErrorIs(t, err, os.ErrDeadlineExceeded)
		require.NoError(t, c.SetReadDeadline(time.Time{}))
		ended := make(chan error)
		go func() { _, err := c.Read(make([]byte, 10)); ended <- err }()
		require.NoError(t, c.Close())
		require.ErrorIs(t, <-ended, os.ErrClosed, "whether it waited already or not")
		_, err = OpenCapture(CaptureConfig{Interface: "lo", Filter: []bpf.Instruction{}})
		require.ErrorIs(t, err, unix.EINVAL, "a program of nothing")
		_, err = OpenCapture(CaptureConfig{Interface: "lo", Filter: []bpf.Instruction{bpf.LoadConstant{}}})
		require.ErrorIs(t, err, unix.EINVAL, "a program without a return")
		_, err = OpenCapture(CaptureConfig{Interface: "nosuch0"})
		require.Error(t, err)
	})
}
