package batching

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// GSO hands over many datagrams as one piece of memory, and the kernel cuts it
// (UDP_SEGMENT, udp(7)). The server, which knows nothing of it, counts.
func GSO(ctx context.Context, out io.Writer) error {
	return withDatagrams(ctx, func(client, server int) error {
		for _, try := range []struct {
			bytes, segment int
			about          string
		}{
			{4000, 1200, "the last is short"},
			{1200, 1200, "one segment"},
			{500, 1200, "less than one"},
			{64 * 10, 10, "64 segments"},
			{129 * 10, 10, "129 segments"},
			{largest, 1200, "as many bytes as one datagram holds"},
			{largest + 1, 1200, "one byte more"},
		} {
			if err := segmented(out, client, server, try.bytes, try.segment, try.about); err != nil {
				return err
			}
		}
		return unchecked(out, client, server)
	})
}

// segmented sends n bytes with one sendmsg and reads what they became.
func segmented(out io.Writer, client, server, n, segment int, about string) error {
	err := sendSegments(client, n, segment)
	fmt.Fprintf(out, "client: sendmsg, %d bytes, UDP_SEGMENT %d, %s: %v\n", n, segment, about, err)
	if err != nil {
		return nil // it is what was to be shown
	}
	lengths, err := readLengths(server, n)
	if err != nil {
		return err
	}
	last := lengths[len(lengths)-1]
	fmt.Fprintf(out, "server: %d read, as many datagrams: the first of %d bytes, the last of %d\n",
		len(lengths), lengths[0], last)
	return nil
}

// unchecked switches UDP's checksum off, which whoever cuts has to compute.
func unchecked(out io.Writer, client, server int) error {
	if err := unix.SetsockoptInt(client, unix.SOL_SOCKET, unix.SO_NO_CHECK, 1); err != nil {
		return os.NewSyscallError("setsockopt", err)
	}
	return segmented(out, client, server, 4000, 1200, "SO_NO_CHECK")
}

// sendSegments sends n bytes as datagrams of segment bytes each, with one
// sendmsg.
func sendSegments(fd, n, segment int) error {
	h := newHeaders(1, 1)
	list := []message{{data: make([]byte, n)}}
	h.load([]train{{messages: list, segment: segment}}, unix.AF_INET)
	_, errno := h.send(fd, 1)
	return result(errno)
}

// readLengths reads datagrams until they have total bytes, one a call.
func readLengths(fd, total int) (lengths []int, err error) {
	buf := make([]byte, maxDatagram)
	for end := time.Now().Add(3 * time.Second); total > 0 && time.Now().Before(end); {
		n, err := unix.Read(fd, buf)
		if err != nil {
			return lengths, os.NewSyscallError("read", err)
		}
		lengths = append(lengths, n)
		total -= n
	}
	return lengths, nil
}
