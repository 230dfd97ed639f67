package batching

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"golang.org/x/sys/unix"
)

// What each way sends. Eight segments are fewer than the ten that a new
// connection may have under way (RFC 6928), so that no write waits for an
// acknowledgement unless its way wants to.
const (
	corkCount = 8
	corkSize  = 64
)

// corkWays are compared. Go sets TCP_NODELAY on every connection.
var corkWays = []struct {
	title string
	send  func(conn *net.TCPConn, message []byte) error
}{
	{"one Write for all", corkJoined},
	{"net.Buffers", corkBuffers},
	{"a Write for each, TCP_NODELAY", corkEach},
	{"a Write for each, Nagle's algorithm", corkNagle},
	{"TCP_CORK, a Write for each, cork drawn", corkDrawn},
	{"send with MSG_MORE, the last without", corkMore},
	{"TCP_CORK, a Write for each, TCP_NODELAY set", corkPushed},
}

// Cork sends the same messages in several ways, and reads from the kernel how
// many segments each way made of them: tcpi_data_segs_out of TCP_INFO
// (tcp(7), Linux 4.6).
func Cork(ctx context.Context, out io.Writer) error {
	fmt.Fprintf(out, "client: %d messages of %d bytes\n", corkCount, corkSize)
	for _, way := range corkWays {
		segments, err := countSegments(ctx, way.send)
		if err != nil {
			return fmt.Errorf("%s: %w", way.title, err)
		}
		fmt.Fprintf(out, "client: %s\nkernel: segments sent: %d\n", way.title, segments)
	}
	return withStream(ctx, func(client, server *net.TCPConn) error { return corkForgotten(out, client, server) })
}

// tooSlow is when a way's result does not count: the kernel lets go of a
// corked segment after 200 ms, and acknowledges after 40 ms, and a busy
// machine may have kept this program waiting for as long.
const tooSlow = 20 * time.Millisecond

// countSegments sends messages in one way until it was quick enough, and
// returns the segments that they became.
func countSegments(ctx context.Context, send func(*net.TCPConn, []byte) error) (segments int, err error) {
	for range 100 {
		var took time.Duration
		err := withStream(ctx, func(client, server *net.TCPConn) error {
			// Without this a new connection acknowledges at once for a while,
			// and Nagle's algorithm finds nothing to wait for (tcp(7)).
			if err := setOption(server, unix.IPPROTO_TCP, unix.TCP_QUICKACK, 0); err != nil {
				return err
			}
			start := time.Now()
			if err := send(client, make([]byte, corkSize)); err != nil {
				return err
			}
			took = time.Since(start)
			// The last byte is there: whatever was held back has gone.
			if _, err := io.ReadFull(server, make([]byte, corkCount*corkSize)); err != nil {
				return err
			}
			segments, err = segmentsOut(client)
			return err
		})
		if err != nil || took < tooSlow {
			return segments, err
		}
	}
	return 0, errors.New("this machine is too busy to count")
}
