package wire

import (
	"bytes"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
	"github.com/google/gopacket/pcapgo"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"sockbook/chapters/wire"
	"sockbook/runner/fault"
	"sockbook/runner/stage"
	"sockbook/runner/tty"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// drawing returns a ladder on a console of that width, and what it shows.
func drawing(v *View, f *file, terminal bool, width string) (*ladder, *bytes.Buffer, *error) {
	var out bytes.Buffer
	v.Console = tty.New(strings.NewReader(""), &out, &out, func(name string) string {
		if name == "COLUMNS" {
			return width
		}
		return ""
	}, nil)
	v.Console.Terminal = terminal
	var ended error
	return newLadder(v, &stage.Beneath{Console: v.Console}, f, func(err error) { ended = err }), &out, &ended
}

// packet is an IP packet on loopback.
func packet(t *testing.T, from, to string, proto layers.IPProtocol, rest ...gopacket.SerializableLayer) wire.Event {
	t.Helper()
	src, dst := net.ParseIP(from), net.ParseIP(to)
	link := &layers.Ethernet{SrcMAC: make(net.HardwareAddr, 6), DstMAC: make(net.HardwareAddr, 6), EthernetType: layers.EthernetTypeIPv4}
	var ip gopacket.SerializableLayer = &layers.IPv4{Version: 4, TTL: 64, Protocol: proto, SrcIP: src, DstIP: dst}
	if src.To4() == nil {
		link.EthernetType = layers.EthernetTypeIPv6
		ip = &layers.IPv6{Version: 6, HopLimit: 64, NextHeader: proto, SrcIP: src, DstIP: dst}
	}
	b := gopacket.NewSerializeBuffer()
	stack := append([]gopacket.SerializableLayer{link, ip}, rest...)
	require.NoError(t, gopacket.SerializeLayers(b, gopacket.SerializeOptions{FixLengths: true}, stack...))
	lo := wire.Interface{Index: 1, Name: "lo", Loopback: true}
	return wire.Event{Time: time.Unix(1000, 0), Packet: &wire.Packet{Interface: lo, Data: b.Bytes(), Length: len(b.Bytes())}}
}

func segment(t *testing.T, seq uint32, text string) wire.Event {
	return packet(t, "127.0.0.1", "127.0.0.1", layers.IPProtocolTCP,
		&layers.TCP{SrcPort: 40000, DstPort: 7002, Seq: seq, ACK: true, PSH: true, Window: 9}, gopacket.Payload(text))
}

func datagram(t *testing.T) wire.Event {
	return packet(t, "127.0.0.1", "127.0.0.1", layers.IPProtocolUDP, &layers.UDP{SrcPort: 40000, DstPort: 7003}, gopacket.Payload("hello"))
}

func neighbour(t *testing.T) wire.Event {
	return packet(t, "fe80::1", "ff02::1", layers.IPProtocolICMPv6, gopacket.Payload([]byte{135, 0, 0, 0, 0, 0, 0, 0}))
}

func TestLadder(t *testing.T) {
	l, out, _ := drawing(&View{}, nil, false, "60")
	l.event(wire.Event{Time: time.Unix(1000, 0), Print: "client: \x1b[2J"})
	l.event(datagram(t))
	l.event(neighbour(t))
	assert.Equal(t, "folded: 1 packet of the kernel's own (see --all)", l.end(0))
	assert.Equal(t, `1  client 127.0.0.1:40000     UDP      server 127.0.0.1:7003
1  │── len 5 "hello" ─────────────────────────────────────▶│
   » client: \x1b[2J
`, out.String())

	l, out, _ = drawing(&View{All: true}, nil, true, "60")
	l.event(datagram(t))
	l.event(neighbour(t))
	assert.Empty(t, l.end(0))
	assert.Contains(t, out.String(), "  │ 1  │    ttl 64 ")
	assert.Contains(t, out.String(), "ICMPv6 neighbour solicitation")
	for line := range strings.Lines(out.String()) {
		assert.LessOrEqual(t, len([]rune(strings.TrimSpace(line))), 58, "behind the gutter there is less room")
	}
}

// Colours are those of the ends; what is unusual has its own.
func TestColours(t *testing.T) {
	l, out, _ := drawing(&View{}, nil, true, "80")
	l.view.Console.Colour = true
	l.event(segment(t, 1, "hello"))
	l.event(segment(t, 1, "hello"))
	console := l.view.Console
	assert.Contains(t, out.String(), console.Bad("(retransmission)"))
	assert.Contains(t, out.String(), console.Party("client", "│"))
}

// What there was, and what is missing, is said.
func TestEnd(t *testing.T) {
	l, _, _ := drawing(&View{}, nil, false, "80")
	assert.Equal(t, "no packet passed on the example's own network", l.end(0))

	l, _, _ = drawing(&View{}, nil, false, "80")
	strange := datagram(t)
	strange.Packet.Data[12] = 0x99
	l.event(strange)
	assert.Equal(t, "not drawn: 1 packet, neither IP nor ARP; lost: 2 packets that came faster than they were read", l.end(2))
}

// A ladder without end is ended, unless its packets go to a file.
func TestTooMuch(t *testing.T) {
	l, out, ended := drawing(&View{}, nil, false, "80")
	e := datagram(t)
	for range maxLines + 10 {
		l.event(e)
	}
	assert.ErrorIs(t, *ended, errTooMuch)
	assert.Equal(t, maxLines, strings.Count(out.String(), "\n"))
	assert.Equal(t, "not shown: 11 lines more", l.end(0))

	f, err := create(filepath.Join(t.TempDir(), "much"), false)
	require.NoError(t, err)
	defer f.discard()
	l, _, ended = drawing(&View{}, f, false, "80")
	for range maxLines + 10 {
		l.event(e)
	}
	assert.NoError(t, *ended)
}

// packetsIn counts the packets of a file.
func packetsIn(t *testing.T, path string) (n int) {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	r, err := pcapgo.NewNgReader(file, pcapgo.NgReaderOptions{})
	require.NoError(t, err)
	for {
		if _, _, err := r.ReadPacketData(); err != nil {
			return n
		}
		n++
	}
}

// A file has its name once it is whole, whatever became of the example, and
// replaces none that the reader has not given up.
func TestFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.pcapng")
	_, out, _ := drawing(&View{}, nil, false, "80")
	console := tty.New(strings.NewReader(""), out, out, os.Getenv, nil)
	f, err := create(path, false)
	require.NoError(t, err)
	require.NoError(t, f.write(datagram(t)))
	assert.NoFileExists(t, path)
	note, err := f.finish("folded: 1", 1, nil, console)
	require.NoError(t, err)
	assert.Equal(t, "folded: 1; 1 packet in "+path, note)
	f.discard()
	assert.Equal(t, 1, packetsIn(t, path))
	assert.NoFileExists(t, path+".part")

	_, err = create(path, false)
	require.EqualError(t, err, path+" is there already")
	assert.Equal(t, "--force replaces it", fault.Hint(err))
	assert.Equal(t, 1, packetsIn(t, path))

	f, err = create(path, true)
	require.NoError(t, err)
	f.discard()
	assert.Equal(t, 1, packetsIn(t, path), "a run that was none replaces nothing")
	assert.NoFileExists(t, path+".part")

	f, err = create(path, true)
	require.NoError(t, err)
	failed := errors.New("connection refused")
	_, err = f.finish("", 0, failed, console)
	require.ErrorIs(t, err, failed)
	assert.Equal(t, "0 packets in "+path+"\n", out.String())
	assert.Zero(t, packetsIn(t, path))
}

func TestFileRefused(t *testing.T) {
	dir := t.TempDir()
	for path, want := range map[string]string{
		dir:                           "is no file that can be replaced",
		filepath.Join(dir, "no", "x"): "the packets cannot be kept: open ",
	} {
		_, err := create(path, true)
		require.ErrorContains(t, err, want)
		assert.NotEmpty(t, fault.Hint(err))
	}
}

// A file that cannot be written ends the example.
func TestFileIsFull(t *testing.T) {
	f, err := create(filepath.Join(t.TempDir(), "a"), false)
	require.NoError(t, err)
	defer f.discard()
	l, _, ended := drawing(&View{}, f, false, "80")
	require.NoError(t, f.part.Close())
	for range 1000 { // until the buffer is full
		l.event(datagram(t))
	}
	require.ErrorContains(t, *ended, "the packets cannot be kept: ")
	_, err = f.finish("", l.packets, *ended, l.view.Console)
	require.ErrorContains(t, err, "the packets cannot be kept: ")
}
