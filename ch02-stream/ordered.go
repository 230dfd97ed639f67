package stream

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"time"
)

const (
	records    = 2000 // numbered from 0
	recordSize = 64   // bytes, of which the first four are the number
)

// Ordered shows what TCP makes of a network that loses segments: every byte
// arrives, once, in order. That it took some repeating is for the kernel to
// know and to tell.
func Ordered(ctx context.Context, out io.Writer) error {
	client, server, err := smallPair(ctx)
	if err != nil {
		return err
	}
	hangUp := func() { _ = client.Close(); _ = server.Close() } // harmless when repeated
	defer hangUp()
	defer context.AfterFunc(ctx, hangUp)()

	if err := loseIncoming(server, 15); err != nil {
		return err
	}
	fmt.Fprintln(out, "kernel: drops 15 % of the segments that reach the server")
	sent := make(chan error, 1)
	go func() { sent <- sendRecords(client) }()
	if err = checkRecords(server); err != nil {
		hangUp() // or the client might go on writing
	}
	if err := errors.Join(err, <-sent); err != nil {
		return cmp.Or(context.Cause(ctx), err)
	}
	fmt.Fprintf(out, "client: wrote the numbers 0 to %d, each once\n", records-1)
	fmt.Fprintf(out, "server: read 0 to %d: none missing, none twice, all in order\n", records-1)
	sender, err := tcpInfo(client)
	if err == nil && sender.Retransmits == 0 {
		err = errors.New("no segment was lost: nothing has been shown")
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "kernel: sent about %d segments for the client,\n", sender.SegsOut)
	fmt.Fprintf(out, "kernel:   about %d of them not for the first time\n", sender.Retransmits)
	return nil
}

// smallPair connects a client whose segments carry 88 bytes at most, the least
// that Linux allows (TCP_MIN_MSS): loopback would carry 64 KiB in one, and few
// segments make few losses. TCP_MAXSEG counts before the connection, when the
// two ends tell each other what they take (RFC 9293 section 3.7.1).
func smallPair(ctx context.Context) (client, server *net.TCPConn, err error) {
	lc := net.ListenConfig{Control: smallSegments}
	ln, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, err
	}
	defer ln.Close()
	var d net.Dialer
	near, err := d.DialContext(ctx, "tcp", ln.Addr().String())
	if err != nil {
		return nil, nil, err
	}
	far, err := ln.Accept()
	if err != nil {
		_ = near.Close() // the error to report is Accept's
		return nil, nil, err
	}
	_ = near.SetDeadline(time.Now().Add(allotted))
	_ = far.SetDeadline(time.Now().Add(allotted))
	return near.(*net.TCPConn), far.(*net.TCPConn), nil
}

// sendRecords gives each record a Write of its own. Go sets TCP_NODELAY, so
// the kernel holds none back to fill a segment (tcp(7)).
func sendRecords(conn net.Conn) error {
	record := make([]byte, recordSize)
	for i := range uint32(records) {
		binary.BigEndian.PutUint32(record, i)
		if _, err := conn.Write(record); err != nil {
			return err
		}
	}
	return nil
}

// checkRecords reads as many records as were sent and fails at the first that
// is not the one after the last.
func checkRecords(conn net.Conn) error {
	record := make([]byte, recordSize)
	for want := range uint32(records) {
		if _, err := io.ReadFull(conn, record); err != nil {
			return fmt.Errorf("after %d records: %w", want, err)
		}
		if got := binary.BigEndian.Uint32(record); got != want {
			return fmt.Errorf("record %d arrived where %d was due", got, want)
		}
	}
	return nil
}
