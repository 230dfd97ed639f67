package stream

import (
	"context"
	"fmt"
	"io"
	"net"
	"time"
)

// turns is how many requests each way of sending them is measured over.
const turns = 8

// NoDelay measures a request of two parts, sent in three ways to a server that
// answers when it has both. Nagle's algorithm holds a small segment back while
// an earlier one is unacknowledged (RFC 9293 section 3.7.4). The server's
// kernel delays the acknowledgement, hoping to send it along with an answer
// (section 3.8.6.3; 40 ms on Linux). Each waits for the other.
func NoDelay(ctx context.Context, out io.Writer) error {
	ways := []struct {
		name    string
		noDelay bool
		write   func(net.Conn) error
	}{
		{"one write", true, writeJoined},
		{"two writes, TCP_NODELAY", true, writeTwice},
		{"two writes, Nagle's algorithm", false, writeTwice},
	}
	var joined time.Duration
	for _, way := range ways {
		err := withPair(ctx, func(client, server *net.TCPConn) error {
			if joined == 0 {
				showNoDelay(out, client)
			}
			if err := client.SetNoDelay(way.noDelay); err != nil {
				return err
			}
			each, err := measureTurns(client, server, way.write)
			if joined == 0 {
				joined = each
			}
			fmt.Fprintf(out, "client: %s: %v a turn, %s times one write\n", way.name, rounded(each), multiple(each, joined))
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// The request: its length, then as many bytes. To send the two apart is easy
// to do by mistake, with an encoder that writes each field as it comes.
var twoParts = [2][]byte{{0, 0, 0, 5}, []byte("hello")}

func writeTwice(conn net.Conn) error {
	for _, part := range twoParts {
		if _, err := conn.Write(part); err != nil {
			return err
		}
	}
	return nil
}

// writeJoined hands both parts over in one system call: net.Buffers uses
// writev(2).
func writeJoined(conn net.Conn) error {
	parts := net.Buffers{twoParts[0], twoParts[1]} // a copy: WriteTo consumes it
	_, err := parts.WriteTo(conn)
	return err
}

// measureTurns returns the time of one request and its answer. The first turns
// do not count: on a fresh connection Linux acknowledges at once for a while
// ("quick ACK").
func measureTurns(client, server net.Conn, write func(net.Conn) error) (time.Duration, error) {
	served := make(chan error, 1)
	go func() { served <- answerTurns(server) }()
	var start time.Time
	answer := make([]byte, 1)
	for n := range 2 * turns {
		if n == turns {
			start = time.Now()
		}
		if err := write(client); err != nil {
			return 0, err
		}
		if _, err := io.ReadFull(client, answer); err != nil {
			return 0, err
		}
	}
	each := time.Since(start) / turns
	_ = client.Close() // what the server sees is its own result
	return each, <-served
}

// answerTurns answers each complete request with a byte, until EOF.
func answerTurns(conn net.Conn) error {
	buf := make([]byte, len(twoParts[0])+len(twoParts[1]))
	for {
		if _, err := io.ReadFull(conn, buf); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if _, err := conn.Write([]byte{'.'}); err != nil {
			return err
		}
	}
}

// multiple is how often b fits into a: to a tenth below 10, a whole number above.
func multiple(a, b time.Duration) string {
	ratio := float64(a) / float64(max(1, b)) // a clock may be too coarse to see b pass
	if ratio < 9.95 {
		return fmt.Sprintf("%.1f", ratio)
	}
	return fmt.Sprintf("%.0f", ratio)
}

func rounded(d time.Duration) time.Duration {
	if d > time.Millisecond {
		return d.Round(time.Millisecond)
	}
	return d.Round(time.Microsecond)
}
