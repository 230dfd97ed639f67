package raw

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"

	"golang.org/x/sys/unix"
)

// TooLong sends more than fits: into an IP packet, and, with a header of one's
// own, onto the cable. Whoever writes the header himself gets no fragments.
func TooLong(ctx context.Context, out io.Writer) error {
	far, err := twoHosts(ctx)
	if err != nil {
		return err
	}
	defer far.close()
	client, err := Dial(ctx, "192.0.2.2")
	if err != nil {
		return err
	}
	defer client.Close()
	for _, n := range []int{56, 1473, 65507, 65508} {
		_, err := client.file.Write(client.request(make([]byte, n)))
		fmt.Fprintf(out, "client: echo request with %d bytes: %s\n", n, outcome(sysError(err)))
	}
	src, dst := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	for _, n := range []int{1500, 1501} {
		h := IPv4{TTL: 64, Protocol: ProtocolUDP, Src: src, Dst: dst}
		datagram := UDP{Src: 4321, Dst: 4000}.Datagram(src, dst, make([]byte, n-ipv4HeaderLen-udpHeaderLen))
		err := sendRawIPv4(dst, append(h.Complete(len(datagram)).Append(nil), datagram...))
		fmt.Fprintf(out, "client: a packet of %d bytes, header made by hand, MTU 1500: %s\n", n, outcome(sysError(err)))
	}
	err = sendRawIPv4(dst, make([]byte, 19))
	fmt.Fprintf(out, "client: a packet of 19 bytes, no whole header: %s\n", outcome(sysError(err)))
	return nil
}

// sysError is the system's own word in an error.
func sysError(err error) error {
	var errno unix.Errno
	if errors.As(err, &errno) {
		return errno
	}
	return err
}
