package stream

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
)

const records = 2000 // numbered from 0, four bytes each

// Ordered shows what TCP makes of a network that loses segments: every byte
// arrives, once, in order. That it took some repeating is for the kernel to
// know and to tell.
func Ordered(ctx context.Context, out io.Writer) error {
	return overLoopback(ctx, out, func(client, server *net.TCPConn, out io.Writer) error {
		if err := loseFirst(ctx, client, server, out); err != nil {
			return err
		}
		sent := make(chan error, 1)
		go func() { sent <- sendRecords(client, 1, records) }()
		err := checkRecords(server)
		if err != nil {
			_ = server.Close() // or the client might go on writing
		}
		if err := errors.Join(err, <-sent); err != nil {
			return err
		}
		fmt.Fprintf(out, "client: wrote 1 to %d, each once\n", records-1)
		fmt.Fprintf(out, "server: read 0 to %d: none missing, none twice, all in order\n", records-1)
		sender, err := tcpInfo(client)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "kernel: about %d of the segments were sent again\n", sender.Retransmits)
		return nil
	})
}

// loseFirst makes the server lose the first record for certain, and from then
// on one segment in ten. Which ones is chance, but that there was a loss is
// not. The client's kernel repeats what nobody acknowledges once its timer
// runs out, 200 ms at the least on Linux (RFC 6298 asks for a second).
func loseFirst(ctx context.Context, client, server *net.TCPConn, out io.Writer) error {
	if err := loseIncoming(server, 100); err != nil {
		return err
	}
	fmt.Fprintln(out, "kernel: drops every segment that reaches the server")
	if err := sendRecords(client, 0, 1); err != nil {
		return err
	}
	fmt.Fprintln(out, "client: wrote 0")
	if _, err := awaitInfo(ctx, client, func(in info) bool { return in.Retransmits > 0 }); err != nil {
		return err
	}
	fmt.Fprintln(out, "kernel: sent it again; from here on drops one segment in ten")
	return loseIncoming(server, 10)
}

// sendRecords writes the numbers from first up to end, each with a Write of
// its own. Go sets TCP_NODELAY, so the kernel holds none back on purpose.
func sendRecords(conn net.Conn, first, end uint32) error {
	var record [4]byte
	for i := first; i < end; i++ {
		binary.BigEndian.PutUint32(record[:], i)
		if _, err := conn.Write(record[:]); err != nil {
			return err
		}
	}
	return nil
}

// checkRecords reads as many records as are sent and fails at the first that
// is not the successor of the last.
func checkRecords(conn net.Conn) error {
	var record [4]byte
	for want := range uint32(records) {
		if _, err := io.ReadFull(conn, record[:]); err != nil {
			return fmt.Errorf("after %d records: %w", want, err)
		}
		if got := binary.BigEndian.Uint32(record[:]); got != want {
			return fmt.Errorf("record %d arrived where %d was due", got, want)
		}
	}
	return nil
}
