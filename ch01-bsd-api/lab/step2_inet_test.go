package byhand_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	byhand "sockbook/ch01-bsd-api/lab"
)

// TestInet4Bytes compares a sockaddr_in with the drawing, byte by byte.
func TestInet4Bytes(t *testing.T) {
	a := byhand.Inet4{IP: [4]byte{127, 0, 0, 1}, Port: 8080}
	for _, l := range layouts {
		got := l.EncodeInet4(a)
		want := address(l, l.Inet4, raw("1f 90 7f 00 00 01 00 00 00 00 00 00 00 00"))
		if bytes.Equal(got, want) {
			continue
		}
		shows := "these are not the bytes of a sockaddr_in"
		switch {
		case len(got) != len(want):
			shows = "a sockaddr_in has 16 bytes, with the 8 that are padding"
		case !bytes.HasPrefix(got, want[:2]):
			shows = "a sockaddr_in begins with the header of an address of 16 bytes, family AF_INET"
		case bytes.Equal(got[2:4], raw("90 1f")):
			shows = "a port goes out on the network as it stands here: the most significant byte first"
		case bytes.Equal(got[4:8], raw("01 00 00 7f")):
			shows = "the bytes of an address stand in the order in which it is written, 127 first"
		}
		t.Fatalf("%s\ninput: %v, %s\ngot: %s\nwant: %s", shows, a, l.Name, dump(got), dump(want))
	}
}

// TestInet6Bytes compares a sockaddr_in6, with a number in each of its fields.
func TestInet6Bytes(t *testing.T) {
	a := byhand.Inet6{IP: [16]byte{0: 0xfe, 1: 0x80, 15: 1}, Port: 8080, Flow: 0xabcde, Scope: 2}
	for _, l := range layouts {
		got := l.EncodeInet6(a)
		front := raw("1f 90 00 0a bc de fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01")
		want := address(l, l.Inet6, hostOrder(l, front, a.Scope))
		if bytes.Equal(got, want) {
			continue
		}
		shows := "these are not the bytes of a sockaddr_in6"
		switch {
		case len(got) != len(want):
			shows = "a sockaddr_in6 has 28 bytes: four more come after the address"
		case !bytes.HasPrefix(got, want[:2]):
			shows = "AF_INET6 has another number on each system: the header has the layout's"
		case !bytes.Equal(got[2:4], want[2:4]):
			shows = "a port goes out on the network as it stands here: the most significant byte first"
		case !bytes.Equal(got[4:8], want[4:8]):
			shows = "the flow information goes into the packet as it stands here, between port and address, in network order"
		case bytes.Equal(got[24:], make([]byte, 4)):
			shows = "fe80::1 is another host on each interface: without the scope nobody knows which"
		case !bytes.Equal(got[24:], want[24:]):
			shows = "the scope is the number of an interface of this machine: it stands in the machine's order"
		}
		t.Fatalf("%s\ninput: %v, %s\ngot: %s\nwant: %s", shows, a, l.Name, dump(got), dump(want))
	}
}

// TestInetDecoded reads addresses as kernels give them, padding and all.
func TestInetDecoded(t *testing.T) {
	four := byhand.Inet4{IP: [4]byte{192, 0, 2, 7}, Port: 443}
	six := byhand.Inet6{IP: [16]byte{0: 0xfe, 1: 0x80, 15: 9}, Port: 443, Flow: 0x12345, Scope: 3}
	for _, l := range layouts {
		addr := address(l, l.Inet4, raw("01 bb c0 00 02 07 de ad be ef de ad be ef"))
		got4, err := l.DecodeInet4(filled(addr, byhand.Room), len(addr))
		if err != nil || got4 != four {
			shows := "an address is read as it was written: the port in network order, the address byte by byte"
			if err != nil {
				shows = "a whole sockaddr_in was refused: the padding may hold anything, and the buffer be larger"
			}
			t.Fatalf("%s\ninput: %s, %s\ngot: %v, %v\nwant: %v, <nil>", shows, dump(addr), l.Name, got4, err, four)
		}
		front := raw("01 bb 00 01 23 45 fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 09")
		addr = address(l, l.Inet6, hostOrder(l, front, six.Scope))
		got6, err := l.DecodeInet6(filled(addr, byhand.Room), len(addr))
		if err == nil && got6 == six {
			continue
		}
		shows := "a sockaddr_in6 is read as it was written: port and flow in network order, the scope in the machine's"
		switch {
		case err != nil:
			shows = "a whole sockaddr_in6 was refused: the buffer may be larger"
		case got6.Scope == 0:
			shows = "fe80::9 is another host on each interface: the kernel said which, and the scope was dropped"
		}
		t.Fatalf("%s\ninput: %s, %s\ngot: %v, %v\nwant: %v, <nil>", shows, dump(addr), l.Name, got6, err, six)
	}
}

// TestInetBounds gives addresses that are cut, or of another family.
func TestInetBounds(t *testing.T) {
	for _, l := range layouts {
		decode := map[string]func([]byte, int) error{
			"DecodeInet4": func(b []byte, n int) error { _, err := l.DecodeInet4(b, n); return err },
			"DecodeInet6": func(b []byte, n int) error { _, err := l.DecodeInet6(b, n); return err },
		}
		for _, c := range []struct {
			name         string
			family       uint16
			length, size int
			room         int
			want         error
			shows        string
		}{
			{"DecodeInet4", l.Inet4, 15, 15, 128, byhand.ErrShort, "a sockaddr_in has 16 bytes, and the kernel gave 15: the next in the buffer is not the address's"},
			{"DecodeInet4", l.Inet4, 7, 7, 7, byhand.ErrShort, "a sockaddr_in has 16 bytes, and the kernel gave 7"},
			{"DecodeInet6", l.Inet6, 24, 24, 128, byhand.ErrShort, "a sockaddr_in6 has 28 bytes; 24 are one without its scope, as RFC 2133 had it"},
			{"DecodeInet4", l.Inet4, 16, 16, 8, byhand.ErrTruncated, "the length that a kernel reports may be more than it had room to write"},
			{"DecodeInet6", l.Inet6, 28, 28, 16, byhand.ErrTruncated, "room for a sockaddr_in is not room for a sockaddr_in6"},
			{"DecodeInet4", l.Inet6, 28, 28, 128, byhand.ErrFamily, "an IPv6 address is not an IPv4 address: read as one, it has a port and a host that nobody meant"},
			{"DecodeInet6", l.Inet4, 28, 28, 128, byhand.ErrFamily, "the family says what the bytes mean, and this one says AF_INET"},
			{"DecodeInet4", l.Unix, 30, 30, 128, byhand.ErrFamily, "a path is not a port and a host: the family comes first"},
		} {
			addr := address(l, c.family, make([]byte, c.length-2))
			err := decode[c.name](filled(addr, c.room), c.size)
			if errors.Is(err, c.want) {
				continue
			}
			if err != nil {
				c.shows = "an error should have a name that its caller can ask for"
			}
			t.Fatalf("%s\ninput: %s of size %d in a buffer of %d bytes, family %d, %s\ngot: %v\nwant: %v",
				c.shows, c.name, c.size, c.room, c.family, l.Name, err, c.want)
		}
	}
}

// TestInetRoundTrip encodes and decodes addresses that nobody chose.
func TestInetRoundTrip(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var ip [16]byte
		binary.BigEndian.PutUint64(ip[:], random.Uint64())
		binary.BigEndian.PutUint64(ip[8:], random.Uint64())
		six := byhand.Inet6{IP: ip, Port: uint16(random.Uint32()), Flow: random.Uint32() >> 4, Scope: random.Uint32()}
		four := byhand.Inet4{IP: [4]byte(ip[:4]), Port: six.Port}
		for _, l := range layouts {
			addr := l.EncodeInet4(four)
			got4, err := l.DecodeInet4(filled(addr, byhand.Room), len(addr))
			tripped(t, l, fmt.Sprint(four), fmt.Sprint(got4), err)
			addr = l.EncodeInet6(six)
			got6, err := l.DecodeInet6(filled(addr, byhand.Room), len(addr))
			tripped(t, l, fmt.Sprint(six), fmt.Sprint(got6), err)
		}
	}
}

func tripped(t *testing.T, l byhand.Layout, want, got string, err error) {
	t.Helper()
	if err != nil || got != want {
		t.Fatalf("what is encoded and decoded is what it was: the two disagree\ninput: %s, %s\ngot: %s, %v\nwant: %s, <nil>",
			want, l.Name, got, err, want)
	}
}
