package datagram

import (
	"net"
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkSend sends 64 bytes to a socket that nobody reads, in the ways that
// package net offers. What the receiver has no room for is dropped at the same
// price each time.
func BenchmarkSend(b *testing.B) {
	sink, err := net.ListenUDP("udp4", &net.UDPAddr{IP: netLoopback})
	require.NoError(b, err)
	defer sink.Close()
	to, addr := address(sink), sink.LocalAddr()
	open, err := net.ListenUDP("udp4", &net.UDPAddr{IP: netLoopback})
	require.NoError(b, err)
	defer open.Close()
	connected, err := net.DialUDP("udp4", nil, addr.(*net.UDPAddr))
	require.NoError(b, err)
	defer connected.Close()
	data := make([]byte, 64)
	for _, way := range []struct {
		name string
		send func() (int, error)
	}{
		{"Write", func() (int, error) { return connected.Write(data) }},
		{"WriteToUDPAddrPort", func() (int, error) { return open.WriteToUDPAddrPort(data, to) }},
		{"WriteTo", func() (int, error) { return open.WriteTo(data, addr) }},
	} {
		b.Run(way.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := way.send(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkReceive reads 64 bytes at a time, each sent just before, in the
// ways that package net offers.
func BenchmarkReceive(b *testing.B) {
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: netLoopback})
	require.NoError(b, err)
	defer conn.Close()
	self, buf := address(conn), make([]byte, 64)
	for _, way := range []struct {
		name    string
		receive func() error
	}{
		{"ReadFromUDPAddrPort", func() error { _, _, err := conn.ReadFromUDPAddrPort(buf); return err }},
		{"ReadMsgUDPAddrPort", func() error { _, _, _, _, err := conn.ReadMsgUDPAddrPort(buf, nil); return err }},
		{"ReadFrom", func() error { _, _, err := conn.ReadFrom(buf); return err }},
	} {
		b.Run(way.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := conn.WriteToUDPAddrPort(buf, self); err != nil {
					b.Fatal(err)
				}
				if err := way.receive(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
