package stream

import (
	"context"
	"fmt"
	"io"
	"net"
	"time"
)

// lossy is how many bytes the tcpinfo example sends over a connection that
// loses segments. Fewer might all get through.
const lossy = 8 << 20

// TCPInfo asks the kernel what it knows of a connection, before and after a
// transfer that loses one segment in ten.
func TCPInfo(ctx context.Context, out io.Writer) error {
	return withPair(ctx, func(client, server *net.TCPConn) error {
		// Nothing is sent before the transfer, and nothing is lost before it.
		if err := loseIncoming(server, 10); err != nil {
			return err
		}
		// The oldest algorithm is the one that every kernel has.
		if err := setCongestion(client, "reno"); err != nil {
			return err
		}
		if err := describe(out, "before", client); err != nil {
			return err
		}
		start := time.Now()
		if err := transfer(client, server); err != nil {
			return err
		}
		fmt.Fprintf(out, "server: read all %d bytes in %v\n", lossy, time.Since(start).Round(time.Millisecond))
		_, err := awaitInfo(ctx, client, func(in info) bool { return in.BytesAcked > lossy })
		if err != nil {
			return err
		}
		return describe(out, "after", client)
	})
}

// transfer sends lossy bytes from client to server.
func transfer(client, server *net.TCPConn) error {
	wrote := make(chan error, 1)
	go func() {
		_, err := client.Write(make([]byte, lossy))
		wrote <- err
	}()
	if _, err := io.CopyN(io.Discard, server, lossy); err != nil {
		return err
	}
	return <-wrote
}

func describe(out io.Writer, when string, conn *net.TCPConn) error {
	in, err := tcpInfo(conn)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "kernel: %s: %s, congestion control %s\n", when, in.State, in.Congestion)
	fmt.Fprintf(out, "kernel: %s: round trip %v, retransmission timeout %v\n", when, in.RTT, in.RTO)
	fmt.Fprintf(out, "kernel: %s: window about %d segments of about %d bytes\n", when, in.Cwnd, in.MSS)
	fmt.Fprintf(out, "kernel: %s: %d bytes acknowledged, the SYN counted as one\n", when, in.BytesAcked)
	fmt.Fprintf(out, "kernel: %s: about %d segments sent again\n", when, in.Retransmits)
	return nil
}
