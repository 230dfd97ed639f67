package raw

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkChecksum sums a packet of Ethernet's size.
func BenchmarkChecksum(b *testing.B) {
	data := make([]byte, 1500)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		Checksum(data)
	}
}

// BenchmarkParse reads the headers of a TCP segment.
func BenchmarkParse(b *testing.B) {
	segment := TCP{Src: 1, Dst: 2, Flags: SYN, Options: bytesOf(b, "020405b4 01010402")}.Segment(here4, there4, make([]byte, 1000))
	ip := IPv4{TTL: 64, Protocol: ProtocolTCP, Src: here4, Dst: there4}.Complete(len(segment))
	packet := append(ip.Append(nil), segment...)
	b.ReportAllocs()
	for b.Loop() {
		_, payload, err := ParseIPv4(packet)
		if err != nil {
			b.Fatal(err)
		}
		if _, _, err := ParseTCP(payload); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEcho asks the kernel over loopback.
func BenchmarkEcho(b *testing.B) {
	client, err := Dial(b.Context(), "127.0.0.1")
	if errors.Is(err, errors.ErrUnsupported) {
		b.Skip(err)
	}
	require.NoError(b, err)
	defer client.Close()
	data := make([]byte, 56)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := client.Echo(b.Context(), data); err != nil {
			b.Fatal(err)
		}
	}
}
