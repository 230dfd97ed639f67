package sockerrors

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"time"
)

// Late shows errors that a call reports though an earlier one caused them. The
// kernel keeps them in the socket, for whichever call comes next, and tells
// each once (socket(7), SO_ERROR).
func Late(ctx context.Context, out io.Writer) error {
	scenes := []func(context.Context, io.Writer, *bench) error{
		lateConnect, lateDatagram, lateSend, lateAccept, lateFlush,
	}
	for _, scene := range scenes {
		var b bench
		err := scene(ctx, out, &b)
		b.close()
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// lateDatagram sends to a port that nobody has. The answer is an ICMP message
// (RFC 1122 section 4.1.3.1), which a connected UDP socket reports.
func lateDatagram(ctx context.Context, out io.Writer, b *bench) error {
	fmt.Fprintln(out, "A datagram nobody wants: its sender learns it from a later call.")
	conn, err := b.dialNobody(ctx)
	if err != nil {
		return err
	}
	_, err = conn.Write([]byte("anybody?"))
	tell(out, "client", "Write", err)
	_, err = conn.Read(make([]byte, 1))
	tell(out, "client", "Read", err)
	_ = conn.SetReadDeadline(time.Unix(1, 0)) // fails only on a closed socket
	_, err = conn.Read(make([]byte, 1))
	tell(out, "client", "Read again", err)
	return nil
}

// dialNobody connects a UDP socket to a port that was another's a moment ago.
func (b *bench) dialNobody(ctx context.Context) (*net.UDPConn, error) {
	peer, err := b.udp()
	if err != nil {
		return nil, err
	}
	conn, err := new(net.Dialer).DialContext(ctx, "udp", peer.LocalAddr().String())
	if err != nil {
		return nil, err
	}
	b.keep(conn)
	_ = peer.Close() // had it failed, nothing would be refused
	return conn.(*net.UDPConn), conn.SetDeadline(time.Now().Add(allotted))
}

// lateAccept resets a connection that the server has not accepted yet. Linux
// hands it over all the same; BSD and POSIX say ECONNABORTED to accept.
func lateAccept(ctx context.Context, out io.Writer, b *bench) error {
	fmt.Fprintln(out, "A client that has gone while it waited to be accepted.")
	ln, err := b.listen()
	if err != nil {
		return err
	}
	client, err := b.dial(ctx, ln.Addr().String())
	if err != nil {
		return err
	}
	_ = client.SetLinger(0)
	err = client.Close() // with RST: socket(7), SO_LINGER
	tell(out, "client", "Close", err)
	server, err := ln.AcceptTCP()
	tell(out, "server", "Accept", err)
	if err != nil {
		return nil // as on BSD
	}
	b.keep(server)
	_ = server.SetDeadline(time.Now().Add(allotted))
	for _, call := range []string{"Read", "Read again"} {
		_, err = server.Read(make([]byte, 1))
		tell(out, "server", call, err)
	}
	_, err = server.Write([]byte("welcome"))
	tell(out, "server", "Write", err)
	return nil
}

// lateFlush writes through a buffer of the program's own, which is one more
// place where bytes wait and errors do.
func lateFlush(ctx context.Context, out io.Writer, b *bench) error {
	fmt.Fprintln(out, "A buffer of the program's: the error waits until it is full.")
	client, server, err := b.connect(ctx)
	if err != nil {
		return err
	}
	_ = reset(client, server) // Read has been told
	w := bufio.NewWriter(client)
	_, err = w.WriteString("anybody?")
	tell(out, "client", "bufio.Writer.Write", err)
	tell(out, "client", "Flush", w.Flush())
	_, err = w.WriteString("anybody?")
	tell(out, "client", "Write again, of the buffer", err)
	tell(out, "client", "Close", client.Close())
	return nil
}

// tell prints what a call has returned.
func tell(out io.Writer, party, call string, err error) {
	if err == nil {
		fmt.Fprintf(out, "%s: %s: no error\n", party, call)
		return
	}
	fmt.Fprintf(out, "%s: %s: %v (%v)\n", party, call, err, KindOf(err))
}
