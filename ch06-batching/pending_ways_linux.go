package batching

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"sync"
)

// What each way sends. It is few enough for the send buffer: no write waits.
const (
	pendingCount = 64
	pendingSize  = 16
)

// A pendingSend is a way to send messages. It returns when the
// connection has taken all of them: until then they are not to be changed.
type pendingSend func(conn net.Conn, messages [][]byte) error

// pendingWays are compared.
var pendingWays = []struct {
	title    string
	overlaps bool
	send     pendingSend
}{
	{"client: each written and awaited", false, writeAndAwait},
	{"client: all started, each in a goroutine, then awaited", true, startThenAwait},
	{"client: all written to a bufio.Writer, then Flush", false, writeThenFlush},
	{"client: all collected in net.Buffers, then WriteTo", false, collectThenWrite},
}

func writeAndAwait(conn net.Conn, messages [][]byte) error {
	for _, m := range messages {
		if _, err := conn.Write(m); err != nil {
			return err
		}
	}
	return nil
}

// startThenAwait is UWP's first pattern. A Write of package net holds the
// connection's write lock until its last byte has gone: the messages come
// whole, one after the other, each by a system call of its own.
func startThenAwait(conn net.Conn, messages [][]byte) error {
	errs := make([]error, len(messages))
	var pending sync.WaitGroup
	for i, m := range messages {
		pending.Go(func() { _, errs[i] = conn.Write(m) })
	}
	pending.Wait() // the messages are the caller's again
	return errors.Join(errs...)
}

// writeThenFlush is the second. Here a Write copies, so that the message is
// the caller's again at once; the copy has gone when Flush returns.
func writeThenFlush(conn net.Conn, messages [][]byte) error {
	w := bufio.NewWriter(conn)
	for _, m := range messages {
		_, _ = w.Write(m) // a bufio.Writer keeps its first error for Flush
	}
	return w.Flush()
}

// collectThenWrite is the second without a copy. The messages stay in use
// until WriteTo returns.
func collectThenWrite(conn net.Conn, messages [][]byte) error {
	var pending net.Buffers
	for _, m := range messages {
		pending = append(pending, m)
	}
	_, err := pending.WriteTo(conn)
	return err
}

func performPending() error {
	for _, way := range pendingWays {
		_, err := pendingArrivals(context.Background(), func(conn net.Conn, messages [][]byte) error {
			if err := mark(way.title, conn.(*net.TCPConn)); err != nil {
				return err
			}
			return way.send(conn, messages)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// pendingArrivals sends numbered messages in one of the ways, and returns the
// numbers in the order in which they came.
func pendingArrivals(ctx context.Context, send pendingSend) (came []int, err error) {
	messages := make([][]byte, pendingCount)
	for i := range messages {
		messages[i] = binary.BigEndian.AppendUint64(make([]byte, pendingSize-8, pendingSize), uint64(i))
	}
	err = withStream(ctx, func(client, server *net.TCPConn) error {
		if err := send(client, messages); err != nil {
			return err
		}
		for range messages {
			message := make([]byte, pendingSize)
			if _, err := io.ReadFull(server, message); err != nil {
				return err
			}
			came = append(came, int(binary.BigEndian.Uint64(message[pendingSize-8:])))
		}
		return nil
	})
	return came, err
}
